package org.synapse4j.api.errors;

import org.jspecify.annotations.Nullable;
import org.synapse4j.api.CommitId;

/**
 * The storage went away, or the thread was interrupted, after the commit was sent: it may be stored or not. Append the same
 * commit again with {@link #commitId()}: that is safe for ever, and answered with the first result if it was stored.
 */
public final class OutcomeUnknownException extends TransientException {
    private static final long serialVersionUID = 1L;

    private final transient CommitId commitId;

    public OutcomeUnknownException(CommitId commitId, @Nullable Throwable cause) {
        super(
                "Whether commit " + commitId
                        + " is stored is not known. Append it again with the same commit id: it is stored"
                        + " at most once, and answered with its first result.",
                cause);
        this.commitId = commitId;
    }

    /** The id to append again with. */
    public CommitId commitId() {
        return commitId;
    }
}
