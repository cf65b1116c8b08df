package org.synapse4j.api.errors;

import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;

/**
 * A stream is not where an append expected it to be. Nothing of the commit was stored. Load the stream again, decide again,
 * append again.
 */
public final class VersionConflictException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final transient ExpectedVersion expected;
    private final transient StreamHead actual;

    public VersionConflictException(StreamId stream, ExpectedVersion expected, StreamHead actual) {
        super(
                "Stream " + stream + " is at version " + actual.version()
                        + (actual.exists() ? "" : " and does not exist") + ", but the append expected " + expected
                        + "; nothing was stored. Load the stream and decide again.",
                null);
        this.stream = stream;
        this.expected = expected;
        this.actual = actual;
    }

    /** The stream that was elsewhere; the first such one where a commit touches several. */
    public StreamId stream() {
        return stream;
    }

    /** What the append demanded. */
    public ExpectedVersion expected() {
        return expected;
    }

    /** Where the stream was instead. */
    public StreamHead actual() {
        return actual;
    }
}
