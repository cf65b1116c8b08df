/** What several packages of this module share and nobody else may see: what is looked up by class, annotated methods, what functions return. Not exported. */
@NullMarked
package org.synapse4j.core.internal;

import org.jspecify.annotations.NullMarked;
