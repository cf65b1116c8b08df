/**
 * Aggregates out of a store: how one is loaded, which states are kept, and what is appended of one. No floor above is known here: a
 * repository loads, and says how to append; a unit of work appends.
 */
@NullMarked
package org.synapse4j.core.repository;

import org.jspecify.annotations.NullMarked;
