package org.synapse4j.mongofixture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.mongocommon.MongoStorage;

/** Every commit that was tried, and what its appends told. Thread-safe. */
final class Ledger {
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final Map<Told, Integer> told = new EnumMap<>(Told.class);

    /** The answer of an append. */
    enum Told {
        STORED,
        CONFLICT,
        UNAVAILABLE,
        UNKNOWN
    }

    /** A commit that is tried, once or more. */
    static final class Entry {
        final SerializedCommit commit;
        final Optional<AppendCondition> condition;
        private @Nullable AppendResult result;
        private boolean unknown;

        private Entry(SerializedCommit commit, Optional<AppendCondition> condition) {
            this.commit = commit;
            this.condition = condition;
        }

        /** Where it is stored; empty if it was told that it is not, or not known. */
        synchronized Optional<AppendResult> result() {
            return Optional.ofNullable(result);
        }

        /** Whether the last word is that its outcome is not known. */
        synchronized boolean isUnknown() {
            return unknown;
        }
    }

    synchronized Entry enter(SerializedCommit commit, Optional<AppendCondition> condition) {
        Entry entry = new Entry(commit, condition);
        entries.add(entry);
        return entry;
    }

    /** Appends it, for the first time or again, and notes what is told. */
    Told append(Entry entry, MongoStorage storage) {
        synchronized (entry) {
            Told outcome = tried(entry, storage);
            count(outcome);
            return outcome;
        }
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Anything that no rule allows. */
    synchronized void broken(String what) {
        broken.add(what);
    }

    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    @Override
    public synchronized String toString() {
        return entries.size() + " commits tried, told " + told;
    }

    private synchronized void count(Told outcome) {
        told.merge(outcome, 1, Integer::sum);
    }

    private Told tried(Entry entry, MongoStorage storage) {
        try {
            AppendResult again = appended(entry, storage);
            AppendResult first = entry.result;
            if (first != null && !first.equals(again)) {
                broken("commit " + entry.commit.id() + " was stored at " + first + ", and repeated at " + again);
            }
            entry.result = again;
            entry.unknown = false;
            return Told.STORED;
        } catch (OutcomeUnknownException unknown) {
            entry.unknown = entry.result == null;
            return Told.UNKNOWN;
        } catch (StorageUnavailableException | OperationInterruptedException unavailable) {
            // Of this attempt nothing is stored, of an earlier one perhaps.
            return Told.UNAVAILABLE;
        } catch (VersionConflictException | ConditionConflictException conflict) {
            if (entry.result != null) {
                broken("commit " + entry.commit.id() + " was stored at " + entry.result + ", and repeated: "
                        + conflict);
            }
            entry.unknown = false;
            return Told.CONFLICT;
        }
    }

    private static AppendResult appended(Entry entry, MongoStorage storage) {
        SerializedCommit commit = entry.condition.map(entry.commit::when).orElse(entry.commit);
        return storage.streams().append(commit);
    }
}
