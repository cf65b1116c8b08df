package org.synapse4j.tckmutants;

import java.util.Optional;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.tck.kit.Part;

/**
 * Passes every call on to a right storage. A mutant overrides the one call that it gets wrong; of appends, that of the kind that it gets
 * wrong: to one stream, over several, or under a condition.
 */
class DelegatingStorage extends ForwardingStorage {
    /** The right storage. */
    protected final StorageStrategy right;

    DelegatingStorage(StorageStrategy right) {
        super(right);
        this.right = right;
    }

    @Override
    public String name() {
        return "mutant of " + right.name();
    }

    /** All appends come here; those over several streams go on from here. */
    @Override
    public AppendResult append(SerializedCommit commit) {
        if (commit.condition().isPresent()) {
            return append(
                    new SerializedCommit(commit.id(), commit.expectations(), commit.events(), Optional.empty()),
                    commit.condition().get());
        }
        return commit.expectations().size() == 1
                ? append(commit.id(), Changes.parts(commit).get(0))
                : right.streams().append(commit);
    }

    /** An append to one stream. */
    public AppendResult append(CommitId id, Part append) {
        return right.streams().append(Changes.commit(id, append));
    }

    /** An append under a condition; the commit is without it. */
    public AppendResult append(SerializedCommit commit, AppendCondition condition) {
        return right.streams().append(commit.when(condition));
    }
}
