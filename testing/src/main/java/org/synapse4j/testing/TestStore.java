package org.synapse4j.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStoreBuilder;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.subscriptions.Subscriptions;

/**
 * A store in memory with a clock of its own, whose subscriptions and projections have no threads: they work when the test says so, in its thread, and a
 * pause, a lease or a timer is over when the test says so. Nothing is stored anywhere, nothing sleeps, and each run is like the other.
 *
 * <pre>{@code
 * try (TestStore test = TestStore.open(types)) {
 *     Building<Total> totals = Projections.of(test.store(), test.subscriptions()).build(TOTALS);
 *     test.store().append(cart, any(), new Opened(), new Added(2));
 *     test.drain();
 *     assertEquals(new Total(2), totals.views().get("42").orElseThrow());
 *     test.deliverAgain(Position.START).drain();              // changes nothing, if all is well
 * }
 * }</pre>
 *
 * <p>For one thread.
 */
public final class TestStore implements AutoCloseable {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final TestClock clock = new TestClock(BEGINNING);
    private final Drain drain = new Drain(clock);
    private final ConflictingStorage storage = new ConflictingStorage();
    private final EventStore store;
    private final Subscriptions subscriptions;

    private TestStore(EventStoreBuilder builder) {
        this.store = builder.clock(clock).on(storage);
        this.subscriptions = Subscriptions.of(store, clock, drain);
    }

    /** An empty store of these types, at the beginning of the year 2026. */
    public static TestStore open(EventTypes types) {
        return open(EventStore.builder(types));
    }

    /** An empty store as this one is put together, upcasters and all, but for its storage and its clock. */
    public static TestStore open(EventStoreBuilder builder) {
        return new TestStore(Objects.requireNonNull(builder, "builder"));
    }

    public EventStore store() {
        return store;
    }

    /** The store's subscriptions. Each that is opened works with the next {@link #drain()}, whether it is started or not; none is to be run. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** The store's clock, which stands still but for {@link #advance}. */
    public Clock clock() {
        return clock;
    }

    /**
     * Lets all subscriptions work until none has anything to do: what a handler appends is handled too. An event that waits to be tried again is left until its pause
     * is over.
     *
     * @throws RuntimeException what a handler threw, unless its policy skips the event; of several the first. So for an {@link Error}
     * @throws AssertionError with what a handler threw, if that is neither
     */
    public TestStore drain() {
        Position before;
        do {
            before = store.end();
            drain.round();
        } while (store.end().compareTo(before) > 0);
        return this;
    }

    /**
     * Lets time pass, and nobody work.
     *
     * @throws InvalidValueException if it is negative
     */
    public TestStore advance(Duration duration) {
        if (duration.isNegative()) {
            throw new InvalidValueException("duration", "is " + duration + "; time goes one way");
        }
        clock.advance(duration);
        return this;
    }

    /** Has all subscriptions be given again what lies after this position, with the next {@link #drain()}: as after a crash in which what was handled was not saved. */
    public TestStore deliverAgain(Position position) {
        Objects.requireNonNull(position, "position");
        drain.names()
                .forEach(name -> store.leases().list(name).forEach(lease -> {
                    if (lease.position()
                            .filter(passed -> passed.compareTo(position) > 0)
                            .isPresent()) {
                        StoredLease back = lease.revoked(Optional.of(position), lease.notes());
                        store.leases().revoke(lease, back);
                    }
                }));
        return this;
    }

    /**
     * Has the next appends to a stream lose a race, as if somebody else had just appended to it: they throw a {@link VersionConflictException}, and store nothing.
     * Appends that expect any version lose none.
     *
     * @param appends how many
     */
    public TestStore conflictNext(StreamId stream, int appends) {
        storage.conflictNext(Objects.requireNonNull(stream, "stream"), appends);
        return this;
    }

    /** Closes the subscriptions and the store; all is gone. */
    @Override
    public void close() {
        subscriptions.close();
        store.close();
    }
}
