package org.synapse4j.core.unitofwork;

import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Commit;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.errors.ConflictException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.SynapseException;

/** Appends a commit until it is certain whether it is stored. */
final class Appending {
    private Appending() {}

    /**
     * Appends a commit. While the outcome is unknown, the very same commit is appended again: it is stored once.
     *
     * @throws OutcomeUnknownException if that is still so after all attempts
     */
    static AppendResult append(EventStore store, Commit commit, Retry retry) {
        Retry.Tries tries = retry.begin();
        @Nullable OutcomeUnknownException unknown = null;
        while (true) {
            try {
                return store.append(commit);
            } catch (ConflictException e) {
                // Certain, also after an attempt of which nothing was known.
                throw e;
            } catch (OutcomeUnknownException e) {
                unknown = unknown == null ? e : with(unknown, e);
            } catch (SynapseException e) {
                if (unknown == null) {
                    throw e;
                }
                unknown = with(unknown, e);
            }
            if (!tries.again()) {
                throw unknown;
            }
        }
    }

    private static OutcomeUnknownException with(OutcomeUnknownException first, Throwable later) {
        if (first != later) {
            first.addSuppressed(later);
        }
        return first;
    }
}
