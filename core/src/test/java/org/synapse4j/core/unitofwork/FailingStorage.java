package org.synapse4j.core.unitofwork;

import org.synapse4j.api.AppendResult;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.inmemory.InMemoryStorage;

/** The storage in memory, whose appends fail when they are told to. */
final class FailingStorage extends ForwardingStorage {
    private int refused;
    private int lost;
    private boolean refusingAfterwards;
    private boolean ignoringInterrupts;

    FailingStorage() {
        super(new InMemoryStorage());
    }

    /** The next appends are not sent. */
    void refuseNext(int appends) {
        refused = appends;
    }

    /** The next appends are stored, and not answered. */
    void loseAnswersOfNext(int appends) {
        lost = appends;
    }

    /** When no answer is to be lost any more, appends are not sent. */
    void refuseAfterwards() {
        refusingAfterwards = true;
    }

    void ignoreInterrupts() {
        ignoringInterrupts = true;
    }

    @Override
    public AppendResult append(SerializedCommit commit) {
        if (refused > 0 || (refusingAfterwards && lost == 0)) {
            refused--;
            throw new StorageUnavailableException("refused on purpose", null);
        }
        boolean interrupted = ignoringInterrupts && Thread.interrupted();
        try {
            AppendResult result = super.append(commit);
            if (lost > 0) {
                lost--;
                throw new OutcomeUnknownException(commit.id(), null);
            }
            return result;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
