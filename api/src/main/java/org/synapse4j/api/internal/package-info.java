/** Code that several packages of this module share and nobody else may see: checks of values, generation of ids. Not exported. */
@NullMarked
package org.synapse4j.api.internal;

import org.jspecify.annotations.NullMarked;
