package org.synapse4j.api.spi;

import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.StorageUnavailableException;

/**
 * Which streams there are: the heads of all that exist, each once; lazy, as {@link StreamStorage#read}. Those of a category come in
 * an order of the storage's own, which is always the same: of two names, one is always the first. Thread-safe. Pinned by the rules
 * LIST.
 */
public interface StreamListing {
    /**
     * The streams of all categories, in no promised order.
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

    /**
     * The streams of a category that come after one of it, in the order in which {@link #list(String)} delivers them.
     *
     * @param after a stream of the category, which need not exist
     * @throws OperationInterruptedException from the cursor too, if the thread is interrupted
     * @throws StorageUnavailableException from the cursor too, if the storage cannot be reached within the deadline
     */
    Cursor<StreamHead> listAfter(StreamId after);

    /**
     * How many streams of one category exist. Blocking.
     *
     * @throws OperationInterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached, or they cannot be counted, within the deadline
     */
    long count(String category);
}
