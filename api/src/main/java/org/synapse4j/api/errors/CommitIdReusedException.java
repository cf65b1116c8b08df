package org.synapse4j.api.errors;

import org.synapse4j.api.CommitId;

/**
 * A commit with this id is stored already, and its content is another. Nothing of the new one was stored. A commit id names
 * one content for ever: take a fresh one.
 */
public final class CommitIdReusedException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient CommitId commitId;

    /**
     * @param commitId the id that is taken
     * @param difference the first difference found, in words
     */
    public CommitIdReusedException(CommitId commitId, String difference) {
        super(
                "Commit id " + commitId + " names a stored commit with other content (" + difference
                        + "); nothing was stored. Use a fresh commit id.",
                null);
        this.commitId = commitId;
    }

    /** The id that is taken. */
    public CommitId commitId() {
        return commitId;
    }
}
