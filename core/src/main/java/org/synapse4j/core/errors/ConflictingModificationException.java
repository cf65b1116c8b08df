package org.synapse4j.core.errors;

import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.PermanentException;

/** A change cannot stand beside what others had stored before it, which who asked for it had not seen. Nothing was stored. */
public final class ConflictingModificationException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;

    /**
     * @param stream the aggregate's stream
     * @param why what cannot be
     */
    public ConflictingModificationException(StreamId stream, String why) {
        super("The change of " + stream + " conflicts with what was stored since: " + why, null);
        this.stream = stream;
    }

    /** The aggregate's stream. */
    public StreamId stream() {
        return stream;
    }
}
