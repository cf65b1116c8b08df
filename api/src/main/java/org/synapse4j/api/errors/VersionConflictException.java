package org.synapse4j.api.errors;

import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;

/**
 * A stream is not where an append expected it to be. Nothing of the commit was stored. Load the stream again, decide again,
 * append again. A deleted stream reads as if it had never been, but keeps its version: it is met by {@code noStream} and by exactly
 * that version, {@link #actual()}.
 */
public final class VersionConflictException extends ConflictException {
    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final transient ExpectedVersion expected;
    private final transient StreamHead actual;

    public VersionConflictException(StreamId stream, ExpectedVersion expected, StreamHead actual) {
        super(said(stream, expected, actual));
        this.stream = stream;
        this.expected = expected;
        this.actual = actual;
    }

    /** The stream that was elsewhere; the first such one where a commit touches several. */
    public StreamId stream() {
        return stream;
    }

    /** The version that the append demanded. */
    public ExpectedVersion expected() {
        return expected;
    }

    /** Where the stream was instead. */
    public StreamHead actual() {
        return actual;
    }

    private static String said(StreamId stream, ExpectedVersion expected, StreamHead actual) {
        boolean deleted = !actual.exists() && !actual.version().equals(Version.NONE);
        String where = deleted
                ? " was deleted at version " + actual.version()
                : " is at version " + actual.version() + (actual.exists() ? "" : " and does not exist");
        return "Stream " + stream + where + ", but the append expected " + expected + "; nothing was stored. "
                + (deleted
                        ? "It reads empty; who begins it anew expects noStream, or exactly version " + actual.version()
                                + "."
                        : "Load the stream and decide again.");
    }
}
