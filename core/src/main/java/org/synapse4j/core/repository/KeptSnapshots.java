package org.synapse4j.core.repository;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.Snapshot;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.Snapshots;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.aggregate.Origin;
import org.synapse4j.core.aggregate.Recorder;

/**
 * The snapshots of a repository's aggregates (ADR 37): what is kept of each is an object of a registered class, whose revision says which
 * release can read it. One that cannot be read counts as absent, and is replaced. Nothing here fails a command.
 */
final class KeptSnapshots<S, M> {
    private static final Logger LOG = LoggerFactory.getLogger(KeptSnapshots.class);

    private final EventStore store;
    private final Snapshots snapshots;
    private final Class<M> type;
    private final Function<? super S, ? extends M> taking;
    private final BiFunction<? super Recorder, ? super M, ? extends S> restoring;
    private final SnapshotPolicy policy;
    private final Executor executor;
    private final InstantSource clock;
    /** The streams of which one is being saved. */
    private final Set<StreamId> underWay = ConcurrentHashMap.newKeySet();

    KeptSnapshots(
            EventStore store,
            Class<M> type,
            Function<? super S, ? extends M> taking,
            BiFunction<? super Recorder, ? super M, ? extends S> restoring,
            SnapshotPolicy policy,
            Executor executor,
            InstantSource clock) {
        this.store = store;
        this.snapshots = store.snapshots();
        this.type = type;
        this.taking = taking;
        this.restoring = restoring;
        this.policy = policy;
        this.executor = executor;
        this.clock = clock;
    }

    /** An aggregate that goes on from its last snapshot, if there is one. */
    Optional<Aggregate<S>> latest(AggregateType<S> aggregates, String id) {
        Optional<Snapshot<M>> found = snapshots.latest(aggregates.stream(id), type);
        return found.map(snapshot -> aggregates.from(
                id,
                snapshot.version(),
                new Origin(snapshot.version(), Optional.of(snapshot.time()), Duration.ZERO),
                recorder -> restoring.apply(recorder, snapshot.state())));
    }

    /** Takes one of an aggregate that was just stored, if it is due, and none of its stream is being saved; says so when it was. */
    void stored(Aggregate<S> aggregate, BiConsumer<StreamId, Origin> taken) {
        StreamId stream = aggregate.stream();
        Version version = aggregate.version();
        Origin origin = aggregate.origin();
        try {
            Duration age = origin.taken()
                    .map(time -> SnapshotPolicy.since(time, clock.instant()))
                    .orElse(Duration.ZERO);
            boolean due = policy.due(version.value() - origin.snapshot().value(), age, origin.loading());
            if (due && underWay.add(stream)) {
                take(stream, version, aggregate.state(), taken);
            }
        } catch (Throwable e) {
            notTaken(stream, e);
        }
    }

    int underWay() {
        return underWay.size();
    }

    private void take(StreamId stream, Version version, S current, BiConsumer<StreamId, Origin> taken) {
        try {
            M state = taking.apply(current);
            executor.execute(() -> save(stream, version, state, taken));
        } catch (Throwable e) {
            underWay.remove(stream);
            throw e;
        }
    }

    private void save(StreamId stream, Version version, M state, BiConsumer<StreamId, Origin> taken) {
        try {
            snapshots.save(stream, version, state);
            taken.accept(stream, new Origin(version, Optional.of(clock.instant()), Duration.ZERO));
            Version last = store.head(stream).exists() ? Version.of(version.value() - 1) : version;
            // A stream that was removed meanwhile must not go on from here when it is begun anew.
            snapshots.delete(stream, SnapshotBounds.all().versions(Version.NONE, last));
        } catch (Throwable e) {
            notTaken(stream, e);
        } finally {
            underWay.remove(stream);
        }
    }

    private static void notTaken(StreamId stream, Throwable error) {
        LOG.warn("No snapshot of {} was taken; the next one may be", stream, error);
    }
}
