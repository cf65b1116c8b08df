package org.synapse4j.core.errors;

import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.PermanentException;

/** There is no such aggregate: its stream has no events, or was removed. */
public final class AggregateNotFoundException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;

    public AggregateNotFoundException(StreamId stream) {
        super("There is no aggregate " + stream, null);
        this.stream = stream;
    }

    /** The aggregate's stream. */
    public StreamId stream() {
        return stream;
    }
}
