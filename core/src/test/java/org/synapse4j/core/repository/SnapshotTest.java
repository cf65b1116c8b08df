package org.synapse4j.core.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.Snapshot;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.CapabilityMissingException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.SnapshotStorage;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.Accounts.Account;
import org.synapse4j.core.Accounts.Deposited;
import org.synapse4j.core.Accounts.Ledger;
import org.synapse4j.core.Accounts.Noted;
import org.synapse4j.core.Accounts.Opened;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.inmemory.InMemoryStorage;

/** When snapshots are taken, what is loaded from them, and what becomes of those that cannot be read. */
class SnapshotTest {
    private static final StreamId ADA = StreamId.of("account", "ada");

    @EventType(name = "Count")
    record Count(int notes) {}

    private static final EventTypes TYPES = EventTypes.builder()
            .addAll(Accounts.Event.class)
            .add(Noted.class, Account.class, Count.class)
            .build();

    private final Failing storage = new Failing();
    private final EventStore store = EventStore.builder(TYPES).on(storage);
    private final Repository<Account> accounts = Repository.builder(store, Accounts.ACCOUNT)
            .snapshots(Account.class, SnapshotPolicy.events(3))
            .build();

    /** A storage whose snapshots are not saved when it is told so. */
    private static final class Failing extends ForwardingStorage {
        private boolean failing;
        private int saved;
        private Runnable meanwhile = () -> {};

        Failing() {
            super(new InMemoryStorage());
        }

        @Override
        public void save(SerializedSnapshot snapshot) {
            saved++;
            if (failing) {
                throw new IllegalStateException("not saved, on purpose");
            }
            meanwhile.run();
            super.save(snapshot);
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Optional<Snapshot<Account>> latest() {
        return store.snapshots().latest(ADA, Account.class);
    }

    /** Stores events of an aggregate, as a unit of work does. */
    private <S> void store(Repository<S> repository, Aggregate<S> aggregate, Object... events) {
        aggregate.apply(events);
        aggregate.storedUpTo(store.append(aggregate.stream(), repository.expected(aggregate), events)
                .version());
        repository.stored(aggregate);
    }

    private void begin() {
        store(accounts, Accounts.ACCOUNT.create("ada"), new Opened("Ada"), new Deposited(1));
    }

    @Test
    @DisplayName("one is taken when there are enough events since the last one, and the older one is removed")
    void byEvents() {
        begin();
        assertEquals(Optional.empty(), latest());
        store(accounts, accounts.load("ada"), new Deposited(1));
        assertEquals(Version.of(3), latest().orElseThrow().version());
        store(accounts, accounts.load("ada"), new Deposited(1), new Deposited(1));
        assertEquals(Version.of(3), latest().orElseThrow().version());
        store(accounts, accounts.load("ada"), new Deposited(1));
        assertEquals(Version.of(6), latest().orElseThrow().version());
        assertEquals(Optional.empty(), store.snapshots().latest(ADA, Version.of(5), Account.class));
        assertEquals(new Account("Ada", 5, false), accounts.load("ada").state());
    }

    @Test
    @DisplayName("a load goes on from it, also when the events before it were truncated")
    void loaded() {
        begin();
        store(accounts, accounts.load("ada"), new Deposited(1));
        store.truncate(ADA, Version.of(4));
        Aggregate<Account> loaded = accounts.load("ada");
        assertEquals(Version.of(3), loaded.version());
        assertEquals(Version.of(3), loaded.origin().snapshot());
        assertEquals(2, loaded.state().balance());
        store.append(ADA, any(), new Deposited(5));
        assertEquals(7, accounts.load("ada").state().balance());
        assertEquals(Version.of(4), accounts.load("ada").version());
    }

    @Test
    @DisplayName("a failure of it fails nothing; the next one may succeed")
    void failure() {
        storage.failing = true;
        begin();
        store(accounts, accounts.load("ada"), new Deposited(1));
        assertEquals(Optional.empty(), latest());
        storage.failing = false;
        store(accounts, accounts.load("ada"), new Deposited(1));
        assertEquals(Version.of(4), latest().orElseThrow().version());
    }

    @Test
    @DisplayName("one that cannot be read counts as absent, and is replaced by the next one")
    void unreadable() {
        begin();
        store.snapshots().save(ADA, Version.of(2), new Count(7));
        Aggregate<Account> loaded = accounts.load("ada");
        assertEquals(Version.NONE, loaded.origin().snapshot());
        assertEquals(1, loaded.state().balance());
        store(accounts, loaded, new Deposited(1));
        assertEquals(Version.of(3), latest().orElseThrow().version());
    }

    @Test
    @DisplayName("one at a time is saved of a stream, on the executor that is chosen")
    void executor() {
        List<Runnable> tasks = new ArrayList<>();
        Repository<Account> later = Repository.builder(store, Accounts.ACCOUNT)
                .snapshots(Account.class, SnapshotPolicy.events(1))
                .snapshotsOn(tasks::add)
                .build();
        begin();
        store(later, later.load("ada"), new Deposited(1));
        store(later, later.load("ada"), new Deposited(1));
        assertEquals(1, tasks.size());
        assertEquals(0, storage.saved);
        tasks.remove(0).run();
        assertEquals(Version.of(3), latest().orElseThrow().version());
        store(later, later.load("ada"), new Deposited(1));
        assertEquals(1, tasks.size());
    }

    @Test
    @DisplayName("an executor that takes no more fails nothing, and blocks no later one")
    void rejecting() {
        AtomicBoolean taking = new AtomicBoolean();
        Repository<Account> later = Repository.builder(store, Accounts.ACCOUNT)
                .snapshots(Account.class, SnapshotPolicy.events(1))
                .snapshotsOn(task -> {
                    if (!taking.get()) {
                        throw new java.util.concurrent.RejectedExecutionException("on purpose");
                    }
                    task.run();
                })
                .build();
        begin();
        store(later, later.load("ada"), new Deposited(1));
        assertEquals(Optional.empty(), latest());
        taking.set(true);
        store(later, later.load("ada"), new Deposited(1));
        assertEquals(Version.of(4), latest().orElseThrow().version());
    }

    @Test
    @DisplayName("of a stream that was removed while one was saved, none is left")
    void removedMeanwhile() {
        begin();
        storage.meanwhile = () -> store.delete(ADA);
        store(accounts, accounts.load("ada"), new Deposited(1));
        assertEquals(Optional.empty(), latest());
    }

    @Test
    @DisplayName("a cached aggregate knows of the last one, so that none is taken at each commit")
    void cached() {
        Repository<Account> cached = Repository.builder(store, Accounts.ACCOUNT)
                .caching(5)
                .snapshots(Account.class, SnapshotPolicy.events(3))
                .build();
        begin();
        for (int i = 0; i < 7; i++) {
            store(cached, cached.load("ada"), new Deposited(1));
        }
        assertEquals(3, storage.saved);
        assertEquals(Version.of(9), latest().orElseThrow().version());
    }

    @Test
    @DisplayName("of a root is kept what is said, and it is restored with its recorder")
    void root() {
        Repository<Ledger> ledgers = Repository.builder(store, Accounts.LEDGER)
                .snapshots(
                        Count.class,
                        ledger -> new Count(ledger.notes()),
                        (recorder, count) -> new Ledger(recorder, count.notes()),
                        SnapshotPolicy.events(2))
                .build();
        store(ledgers, Accounts.LEDGER.create("l"), new Noted("a"), new Noted("b"));
        store.append(StreamId.of("ledger", "l"), any(), new Noted("c"));
        Aggregate<Ledger> loaded = ledgers.load("l");
        assertEquals(Version.of(2), loaded.origin().snapshot());
        assertEquals(3, loaded.state().notes());
        loaded.state().note("d");
        assertEquals(4, loaded.state().notes());
        assertEquals(1, loaded.uncommitted().size());
        assertThrows(
                MisuseException.class,
                () -> Repository.builder(store, Accounts.LEDGER).snapshots(Ledger.class, SnapshotPolicy.events(1)));
    }

    @Test
    @DisplayName("policies look at events, age and the time of loading, alone or together")
    void policies() {
        Duration second = Duration.ofSeconds(1);
        assertTrue(SnapshotPolicy.events(2).due(2, Duration.ZERO, Duration.ZERO));
        assertTrue(!SnapshotPolicy.events(2).due(1, second, second));
        assertTrue(SnapshotPolicy.age(second).due(1, second, Duration.ZERO));
        assertTrue(!SnapshotPolicy.age(second).due(0, second, second));
        assertTrue(!SnapshotPolicy.age(Duration.ZERO).due(1, Duration.ZERO, second));
        assertTrue(SnapshotPolicy.loading(second).due(1, Duration.ZERO, second));
        assertTrue(SnapshotPolicy.events(9).or(SnapshotPolicy.loading(second)).due(1, Duration.ZERO, second));
        assertTrue(!SnapshotPolicy.events(9).or(SnapshotPolicy.loading(second)).due(1, second, Duration.ZERO));
        assertEquals(Duration.ZERO, SnapshotPolicy.since(Instant.MAX, Instant.EPOCH));
        assertThrows(InvalidValueException.class, () -> SnapshotPolicy.events(0));
    }

    @Test
    @DisplayName("by age, one is taken when the last one is old enough by the clock that is given")
    void byAge() {
        AtomicLong now = new AtomicLong(System.currentTimeMillis());
        Repository<Account> aging = Repository.builder(store, Accounts.ACCOUNT)
                .snapshots(Account.class, SnapshotPolicy.age(Duration.ofDays(1)).or(SnapshotPolicy.events(3)))
                .clock(() -> Instant.ofEpochMilli(now.get()))
                .build();
        begin();
        store(aging, aging.load("ada"), new Deposited(1));
        assertEquals(Version.of(3), latest().orElseThrow().version());
        store(aging, aging.load("ada"), new Deposited(1));
        assertEquals(Version.of(3), latest().orElseThrow().version());
        now.addAndGet(Duration.ofDays(2).toMillis());
        store(aging, aging.load("ada"), new Deposited(1));
        assertEquals(Version.of(5), latest().orElseThrow().version());
    }

    @Test
    @DisplayName("a storage without snapshots is told when the repository is put together")
    void withoutSnapshots() {
        try (EventStore bare = EventStore.builder(TYPES).on(new ForwardingStorage(new InMemoryStorage()) {
            @Override
            public Optional<SnapshotStorage> snapshots() {
                return Optional.empty();
            }
        })) {
            assertThrows(
                    CapabilityMissingException.class,
                    () -> Repository.builder(bare, Accounts.ACCOUNT)
                            .snapshots(Account.class, SnapshotPolicy.events(1))
                            .build());
        }
    }
}
