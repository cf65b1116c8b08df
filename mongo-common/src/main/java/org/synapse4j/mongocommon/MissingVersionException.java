package org.synapse4j.mongocommon;

import org.jspecify.annotations.Nullable;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.PermanentException;

/**
 * A stream lacks a version, though it has later ones, or holds it in a document that cannot be read: other hands have removed or changed a
 * document, or a restore was not whole. What truncation, deletion and pruning removed is no such hole. The events that were read before it were
 * right; none behind it is delivered, since a state that is made without the missing event would be wrong.
 */
public final class MissingVersionException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final transient Version version;

    /**
     * @param stream the stream
     * @param version the version; where several follow each other, the first of them
     * @param cause what is wrong with the document that holds it; null where there is none
     */
    public MissingVersionException(StreamId stream, Version version, @Nullable OddDocumentException cause) {
        super(
                "Version " + version + " of stream " + stream + " is missing, though the stream goes on behind it. "
                        + (cause == null
                                ? "Its document was removed by other hands, or a restore was not whole."
                                : String.valueOf(cause.getMessage())),
                cause);
        this.stream = stream;
        this.version = version;
    }

    /** The stream. */
    public StreamId stream() {
        return stream;
    }

    /** The version that is missing; where several follow each other, the first of them. */
    public Version version() {
        return version;
    }
}
