package org.synapse4j.api;

import java.util.Iterator;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.StorageUnavailableException;

/**
 * A lazy read under way. It holds what it has fetched and not yet delivered, not the whole; what was stored before it was
 * opened is delivered whole, what is stored meanwhile may be. {@link #hasNext()} and {@link #next()} may block for the storage
 * and fail like any read: by {@link OperationInterruptedException} if the thread is interrupted, by {@link
 * StorageUnavailableException} if the storage cannot be reached within the deadline. After {@link #close()}, and after its store
 * was closed, they throw {@link ClosedException}.
 *
 * <p>For one thread at a time, but {@link #close()} may come from any. Pinned by the TCK's rules READ and LIFE.
 *
 * @param <T> what is read
 */
public interface Cursor<T> extends Iterator<T>, AutoCloseable {
    /** Releases what the read holds. Again, or at the end, it does nothing. Never throws. */
    @Override
    void close();
}
