package org.synapse4j.core.errors;

import java.time.Duration;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.TransientException;

/**
 * Another unit of work kept an aggregate locked for too long, perhaps as each of two waits for what the other one has. Nothing was stored;
 * what the unit had locked is free again when it has ended.
 */
public final class LockTimeoutException extends TransientException {
    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;

    public LockTimeoutException(StreamId stream, Duration waited) {
        super("The aggregate " + stream + " stayed locked for " + waited, null);
        this.stream = stream;
    }

    /** The aggregate's stream. */
    public StreamId stream() {
        return stream;
    }
}
