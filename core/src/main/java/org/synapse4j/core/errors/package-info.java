/**
 * How the core fails, beyond what {@link org.synapse4j.api.errors} says of a store: leaves of the same two branches, transient and
 * permanent. No error of a storage belongs here.
 */
@NullMarked
package org.synapse4j.core.errors;

import org.jspecify.annotations.NullMarked;
