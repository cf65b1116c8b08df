package org.synapse4j.api.spi;

import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamHead;

/**
 * Which streams there are: the heads of all that exist, each once, in no promised order; lazy, as {@link StreamStorage#read}.
 * Thread-safe. Pinned by the rules LIST.
 */
public interface StreamListing {
    /** The streams of all categories. */
    Cursor<StreamHead> list();

    /** The streams of one category. */
    Cursor<StreamHead> list(String category);
}
