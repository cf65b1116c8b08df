/**
 * Parts that adapters would each write again: refusing calls of a closed storage or an interrupted thread, and cursors that fetch a page at a
 * time. An adapter may do without. What only one kind of database needs does not belong here.
 */
@NullMarked
package org.synapse4j.api.spi.support;

import org.jspecify.annotations.NullMarked;
