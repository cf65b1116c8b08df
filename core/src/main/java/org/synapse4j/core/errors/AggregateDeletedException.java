package org.synapse4j.core.errors;

import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.PermanentException;

/** One of its events says that the aggregate is deleted. Its stream can still be read; nothing can be applied to it. */
public final class AggregateDeletedException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;

    public AggregateDeletedException(StreamId stream) {
        super("The aggregate " + stream + " is deleted", null);
        this.stream = stream;
    }

    /** The aggregate's stream. */
    public StreamId stream() {
        return stream;
    }
}
