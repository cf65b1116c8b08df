package org.synapse4j.core.errors;

import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.PermanentException;

/**
 * The aggregate is not at the version that the caller expects, which is one that a person has seen, for instance. Trying again does not
 * help: the caller has to look again.
 */
public final class ConflictingVersionException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final transient Version expected;
    private final transient Version actual;

    public ConflictingVersionException(StreamId stream, Version expected, Version actual) {
        super("The aggregate " + stream + " is at version " + actual + ", not at " + expected, null);
        this.stream = stream;
        this.expected = expected;
        this.actual = actual;
    }

    /** The aggregate's stream. */
    public StreamId stream() {
        return stream;
    }

    /** The version that the caller expects. */
    public Version expected() {
        return expected;
    }

    /** The version that the aggregate is at. */
    public Version actual() {
        return actual;
    }
}
