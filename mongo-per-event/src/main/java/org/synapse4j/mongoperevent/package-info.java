/** The layout of one document per event, and the entry to it. The protocol belongs to {@code mongo-common}. */
@NullMarked
package org.synapse4j.mongoperevent;

import org.jspecify.annotations.NullMarked;
