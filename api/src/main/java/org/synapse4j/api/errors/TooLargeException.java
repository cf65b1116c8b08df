package org.synapse4j.api.errors;

import org.synapse4j.api.StreamId;

/** An event, a commit or a snapshot is larger than the storage takes. Nothing was sent. */
public final class TooLargeException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final long size;
    private final long limit;

    /**
     * @param what what is too large, in words, such as {@code event 3 of the commit}
     * @param stream the stream that it was for; the first one where a commit touches several
     * @param size how large it is
     * @param limit how large it may be
     * @param unit what both count: {@code bytes} or {@code events}
     */
    public TooLargeException(String what, StreamId stream, long size, long limit, String unit) {
        super(
                "For stream " + stream + ", " + what + " has " + size + " " + unit + "; the limit is " + limit
                        + "; nothing was stored. Split it, or keep large contents elsewhere and store a reference.",
                null);
        this.stream = stream;
        this.size = size;
        this.limit = limit;
    }

    /** The stream that it was for. */
    public StreamId stream() {
        return stream;
    }

    /** How large it is, in the unit that the message names. */
    public long size() {
        return size;
    }

    /** How large it may be, in the unit that the message names. */
    public long limit() {
        return limit;
    }
}
