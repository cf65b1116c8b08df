package org.synapse4j.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.inmemory.InMemoryStorage;

/** The storage in memory, in which appends lose races that nobody else was in. Thread-safe. */
final class ConflictingStorage extends ForwardingStorage {
    private final Map<StreamId, Integer> conflicts = new ConcurrentHashMap<>();

    ConflictingStorage() {
        super(new InMemoryStorage());
    }

    void conflictNext(StreamId stream, int appends) {
        conflicts.put(stream, appends);
    }

    @Override
    public AppendResult append(SerializedCommit commit) {
        for (StreamExpectation demanded : commit.expectations()) {
            StreamId stream = demanded.stream();
            if (!demanded.expected().equals(ExpectedVersion.any()) && conflicts.getOrDefault(stream, 0) > 0) {
                conflicts.merge(stream, -1, Integer::sum);
                throw new VersionConflictException(stream, demanded.expected(), head(stream));
            }
        }
        return super.append(commit);
    }
}
