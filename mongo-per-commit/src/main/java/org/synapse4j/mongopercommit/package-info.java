/** The layout of one document per stream and commit, and the entry to it. The protocol belongs to {@code mongo-common}. */
@NullMarked
package org.synapse4j.mongopercommit;

import org.jspecify.annotations.NullMarked;
