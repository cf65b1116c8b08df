package org.synapse4j.api.spi;

import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.StorageUnavailableException;

/**
 * Which streams there are: the heads of all that exist, each once, in no promised order; lazy, as {@link StreamStorage#read}.
 * Thread-safe. Pinned by the rules LIST.
 */
public interface StreamListing {
    /**
     * The streams of all categories.
     *
     * @throws OperationInterruptedException from the cursor too, if the thread is interrupted
     * @throws StorageUnavailableException from the cursor too, if the storage cannot be reached within the deadline
     */
    Cursor<StreamHead> list();

    /**
     * The streams of one category.
     *
     * @throws OperationInterruptedException from the cursor too, if the thread is interrupted
     * @throws StorageUnavailableException from the cursor too, if the storage cannot be reached within the deadline
     */
    Cursor<StreamHead> list(String category);
}
