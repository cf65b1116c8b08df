/** An ordering service that is written with the core: orders and stock, a view, commands. */
@NullMarked
package org.synapse4j.examples.ordering;

import org.jspecify.annotations.NullMarked;
