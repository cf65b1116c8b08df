package org.synapse4j.core.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.Accounts.Account;
import org.synapse4j.core.Accounts.Closed;
import org.synapse4j.core.Accounts.Deposited;
import org.synapse4j.core.Accounts.Noted;
import org.synapse4j.core.Accounts.Opened;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.aggregate.Decider;
import org.synapse4j.core.errors.AggregateDeletedException;
import org.synapse4j.core.errors.AggregateNotFoundException;
import org.synapse4j.core.errors.ConflictingVersionException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.UnhandledEventException;
import org.synapse4j.inmemory.InMemoryStorage;

/** Loading aggregates, and what is kept of them. */
class RepositoryTest {
    private static final StreamId ADA = StreamId.of("account", "ada");

    private final InMemoryStorage storage = new InMemoryStorage();
    private final EventStore store = EventStore.builder(Accounts.TYPES).on(storage);
    private final Repository<Account> accounts = Repository.of(store, Accounts.ACCOUNT);
    /** How many events were evolved, by whichever repository counts. */
    private final AtomicInteger evolved = new AtomicInteger();

    private final AggregateType<Integer> counting = AggregateType.of("account", new Decider<Object, Integer, Object>() {
        @Override
        public Integer initial() {
            return 0;
        }

        @Override
        public List<Object> decide(Object command, Integer state) {
            return List.of(command);
        }

        @Override
        public Integer evolve(Integer state, Object event) {
            evolved.incrementAndGet();
            return state + 1;
        }
    });
    private final Repository<Integer> cached =
            Repository.builder(store, counting).caching(2).build();

    @AfterEach
    void close() {
        store.close();
    }

    private void append(Object... events) {
        store.append(ADA, any(), events);
    }

    @Test
    @DisplayName("a load gives the state and the version that the stored events make")
    void load() {
        append(new Opened("Ada"), new Deposited(5));
        Aggregate<Account> loaded = accounts.load("ada");
        assertEquals(new Account("Ada", 5, false), loaded.state());
        assertEquals(Version.of(2), loaded.version());
        assertFalse(loaded.changed());
        assertEquals(exactly(2), accounts.expected(loaded));
        assertNotSame(loaded, accounts.load("ada"));
    }

    @Test
    @DisplayName("what is not there is not found; what is new expects no stream")
    void absent() {
        assertEquals(ADA, assertThrows(AggregateNotFoundException.class, () -> accounts.load("ada")).stream());
        assertEquals(Optional.empty(), accounts.find("ada"));
        assertEquals(noStream(), accounts.expected(Accounts.ACCOUNT.create("ada")));
        assertThrows(InvalidValueException.class, () -> accounts.load(" "));
    }

    @Test
    @DisplayName("an aggregate that an event deleted is told from one that never was")
    void deleted() {
        append(new Opened("Ada"), new Closed());
        assertThrows(AggregateDeletedException.class, () -> accounts.load("ada"));
        assertThrows(AggregateDeletedException.class, () -> accounts.find("ada"));
        assertThrows(AggregateDeletedException.class, () -> accounts.load("ada", Version.of(1)));
    }

    @Test
    @DisplayName("an expected version is met by the same one only, neither by an earlier nor by a later one")
    void expectedVersion() {
        append(new Opened("Ada"), new Deposited(5));
        assertEquals(Version.of(2), accounts.load("ada", Version.of(2)).version());
        for (long other : new long[] {1, 3}) {
            ConflictingVersionException refused =
                    assertThrows(ConflictingVersionException.class, () -> accounts.load("ada", Version.of(other)));
            assertEquals(Version.of(other), refused.expected());
            assertEquals(Version.of(2), refused.actual());
        }
    }

    @Test
    @DisplayName("an aggregate that is erased is not found any more, and what was decided on it before is refused")
    void erase() {
        append(new Opened("Ada"));
        Aggregate<Account> before = accounts.load("ada");
        accounts.erase("ada");
        assertThrows(AggregateNotFoundException.class, () -> accounts.load("ada"));
        store.append(ADA, noStream(), new Opened("Eve"));
        assertThrows(
                VersionConflictException.class, () -> store.append(ADA, accounts.expected(before), new Deposited(1)));
        assertEquals("Eve", accounts.load("ada").state().owner());
    }

    @Test
    @DisplayName("an event that the type does not know fails the load, with its class")
    void unknownEvent() {
        append(new Opened("Ada"), new Noted("odd"));
        assertEquals(
                Noted.class,
                assertThrows(UnhandledEventException.class, () -> accounts.load("ada"))
                        .event());
    }

    @Test
    @DisplayName("an event that is upcast to nothing counts for the version")
    void upcastToNone() {
        append(new Opened("Ada"), new Deposited(5));
        try (EventStore dropping = EventStore.builder(
                        EventTypes.builder().add("Opened", Opened.class).build())
                .upcasters(Upcaster.drop(Schema.of("Deposited", "1")))
                .on(storage)) {
            Aggregate<Account> loaded =
                    Repository.of(dropping, Accounts.ACCOUNT).load("ada");
            assertEquals(0, loaded.state().balance());
            assertEquals(Version.of(2), loaded.version());
        }
    }

    @Test
    @DisplayName(
            "decorators change each event: in their order when it is read, in the opposite one when it is appended")
    void decorators() {
        List<String> order = new ArrayList<>();
        Repository<Account> decorated = Repository.builder(store, Accounts.ACCOUNT)
                .decorators(new Naming("a", order), new Naming("b", order))
                .build();
        assertEquals(
                Map.of("by", "ba"),
                decorated
                        .decorated(ADA, NewEvent.of(new Opened("Ada")).with(Map.of("by", "")))
                        .metadata());
        append(new Opened("Ada"));
        decorated.load("ada");
        assertEquals(List.of("append b", "append a", "read a", "read b"), order);
    }

    private record Naming(String name, List<String> order) implements EventDecorator {
        @Override
        public StoredEvent read(StoredEvent event) {
            order.add("read " + name);
            return event;
        }

        @Override
        public NewEvent append(StreamId stream, NewEvent event) {
            order.add("append " + name);
            return event.with(Map.of("by", event.metadata().get("by") + name));
        }
    }

    @Test
    @DisplayName("a second load of a cached aggregate evolves nothing; after another's append, that event alone")
    void toppedUp() {
        append(new Opened("Ada"), new Deposited(1));
        assertEquals(2, cached.load("ada").state());
        assertEquals(2, evolved.get());
        assertEquals(Version.of(2), cached.load("ada").version());
        assertEquals(2, evolved.get());
        append(new Deposited(1));
        assertEquals(3, cached.load("ada").state());
        assertEquals(3, evolved.get());
    }

    @Test
    @DisplayName("what one does to a cached aggregate without storing it, no other load sees")
    void cacheIsolated() {
        append(new Opened("Ada"));
        cached.load("ada").apply(new Deposited(1));
        assertEquals(1, cached.load("ada").state());
    }

    @Test
    @DisplayName(
            "a cached aggregate whose stream was erased elsewhere is not found, though the stream keeps its version")
    void cacheErasedElsewhere() {
        append(new Opened("Ada"), new Deposited(1));
        cached.load("ada");
        store.delete(ADA);
        assertThrows(AggregateNotFoundException.class, () -> cached.load("ada"));
    }

    @Test
    @DisplayName("nor does one that was begun anew since then go on from what is kept")
    void cacheBegunAnew() {
        append(new Opened("Ada"), new Deposited(1));
        cached.load("ada");
        store.delete(ADA);
        store.append(ADA, noStream(), new Opened("Eve"));
        Aggregate<Integer> anew = cached.load("ada");
        assertEquals(1, anew.state());
        assertEquals(Version.of(3), anew.version());
    }

    @Test
    @DisplayName("a cached aggregate whose events were truncated goes on from what is kept")
    void cacheTruncated() {
        append(new Opened("Ada"), new Deposited(1));
        cached.load("ada");
        store.truncate(ADA, Version.of(3));
        assertEquals(2, cached.load("ada").state());
        assertThrows(AggregateNotFoundException.class, () -> accounts.load("ada"));
    }

    @Test
    @DisplayName("the cache keeps those used last, and forgets one whose append failed")
    void cacheBound() {
        for (String id : List.of("a", "b", "c")) {
            store.append(StreamId.of("account", id), any(), new Opened(id));
            cached.load(id);
        }
        evolved.set(0);
        cached.load("b");
        cached.load("c");
        assertEquals(0, evolved.get());
        cached.load("a");
        assertEquals(1, evolved.get());
        cached.forget(StreamId.of("account", "a"));
        cached.load("a");
        assertEquals(2, evolved.get());
    }

    @Test
    @DisplayName("a root is not cached, as its events change it; nor are fewer aggregates than one")
    void notCached() {
        assertThrows(
                MisuseException.class,
                () -> Repository.builder(store, Accounts.LEDGER).caching(1));
        assertThrows(
                InvalidValueException.class,
                () -> Repository.builder(store, Accounts.ACCOUNT).caching(0));
        assertSame(store, accounts.store());
        assertTrue(accounts.toString().contains("account"));
    }
}
