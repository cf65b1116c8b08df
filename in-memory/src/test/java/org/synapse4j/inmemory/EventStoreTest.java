package org.synapse4j.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.AppendCondition.unlessAny;
import static org.synapse4j.api.EventQuery.tagged;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;
import static org.synapse4j.api.ExpectedVersion.streamExists;
import static org.synapse4j.inmemory.Shop.CART;
import static org.synapse4j.inmemory.Shop.STOCK;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Commit;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStores;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.inmemory.Shop.CartCreated;
import org.synapse4j.inmemory.Shop.ItemAdded;
import org.synapse4j.inmemory.Shop.Weighed;

/** Appending by way of an event store, in the application's own objects. */
class EventStoreTest {
    private static final ItemAdded TEA = new ItemAdded("tea", 2);

    private final EventStore store = Shop.open(new InMemoryStorage());

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    @DisplayName("the example of the documentation works, with storage and serialiser found on the module path")
    void example() {
        assertTrue(EventStore.class.getModule().isNamed());
        assertTrue(InMemoryStorage.class.getModule().isNamed());
        try (EventStore opened = EventStores.open("memory:", Shop.TYPES)) {
            AppendResult result = opened.append(CART, noStream(), new CartCreated("42"), TEA);
            assertEquals(Version.of(2), result.version());
            List<Object> payloads = new ArrayList<>();
            try (EventStream events = opened.read(CART)) {
                for (StoredEvent event : events) {
                    payloads.add(event.payload());
                }
            }
            assertEquals(List.of(new CartCreated("42"), TEA), payloads);
            opened.append(STOCK, any(), TEA);
            opened.append(Commit.of(CART, exactly(2), TEA).and(STOCK, exactly(1), TEA));
            opened.append(
                    StreamId.of("seat", "12A"),
                    any(),
                    List.of(NewEvent.of(TEA).tagged("seat:12A")),
                    unlessAny(tagged("seat:12A")).after(result.position()));
            assertEquals(Version.of(3), opened.head(CART).version());
        }
    }

    @Test
    @DisplayName("an event keeps all that it was given; what it was not given comes from the store")
    void fields() {
        Instant now = Instant.parse("2026-03-01T12:34:56.123456789Z");
        EventStore timed = EventStore.builder(Shop.TYPES)
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .on(new InMemoryStorage());
        EventId id = EventId.of(new UUID(1, 2));
        AppendResult result = timed.append(
                CART,
                noStream(),
                TEA,
                NewEvent.of(TEA)
                        .withId(id)
                        .at(Instant.EPOCH)
                        .tagged("item:tea", "by:ann")
                        .with(Map.of("ip", "::1")));
        try (EventStream events = timed.read(CART)) {
            StoredEvent bare = events.next();
            assertEquals(now, bare.time());
            assertEquals(7, bare.id().value().version());
            assertEquals(
                    "ItemAdded 1 [] {}",
                    bare.type() + " " + bare.revision() + " " + bare.tags() + " " + bare.metadata());
            StoredEvent whole = events.next();
            assertEquals(Instant.EPOCH, whole.time());
            assertEquals(id, whole.id());
            assertEquals("[item:tea, by:ann] {ip=::1}", whole.tags() + " " + whole.metadata());
            assertEquals(result.places().get(1), whole.serialized().place());
            assertEquals(result.commitId(), whole.commitId());
            assertEquals("ItemAdded at version 2 of cart/42", whole.toString());
        }
        timed.close();
    }

    @Test
    @DisplayName("a conflict says where the stream is; loading again and appending there succeeds")
    void conflictAndRetry() {
        store.append(CART, noStream(), new CartCreated("42"));
        store.append(CART, exactly(1), TEA);
        VersionConflictException e =
                assertThrows(VersionConflictException.class, () -> store.append(CART, exactly(1), TEA));
        assertEquals(StreamHead.at(CART, Version.of(2), Position.of(2)), e.actual());
        assertEquals(
                Version.of(3),
                store.append(CART, exactly(e.actual().version()), TEA).version());
        assertThrows(VersionConflictException.class, () -> store.append(CART, noStream(), TEA));
        assertThrows(VersionConflictException.class, () -> store.append(STOCK, streamExists()));
        assertEquals(Version.of(3), store.append(CART, streamExists()).version());
    }

    @Test
    @DisplayName("a commit over two streams is stored whole, or not at all")
    void twoStreams() {
        Commit commit = Commit.of(CART, noStream(), TEA).and(STOCK, exactly(1), TEA);
        VersionConflictException e = assertThrows(VersionConflictException.class, () -> store.append(commit));
        assertEquals(STOCK, e.stream());
        assertFalse(store.head(CART).exists());
        store.append(STOCK, any(), TEA);
        AppendResult result = store.append(commit);
        assertEquals(Map.of(CART, Version.of(1), STOCK, Version.of(2)), result.versions());
    }

    @Test
    @DisplayName("a commit appended again is answered with its first result; one of other content is refused")
    void again() {
        Commit commit = Commit.of(CART, noStream(), TEA);
        AppendResult first = store.append(commit);
        assertEquals(first, store.append(commit));
        assertEquals(Version.of(1), store.head(CART).version());
        CommitIdReusedException e = assertThrows(
                CommitIdReusedException.class,
                () -> store.append(
                        Commit.of(CART, any(), new ItemAdded("tea", 3)).withId(commit.id())));
        assertEquals(commit.id(), e.commitId());
        CommitId given = CommitId.fresh();
        assertEquals(
                given, store.append(Commit.of(CART, any(), TEA).withId(given)).commitId());
    }

    @Test
    @DisplayName("a conditional append is stored unless an event matches, and says where that is")
    void condition() {
        NewEvent taken = NewEvent.of(TEA).tagged("seat:12A");
        AppendResult first = store.append(CART, any(), List.of(taken), unlessAny(tagged("seat:12A")));
        ConditionConflictException e = assertThrows(
                ConditionConflictException.class,
                () -> store.append(STOCK, any(), List.of(taken), unlessAny(tagged("seat:12A"))));
        assertEquals(first.position(), e.matched());
        assertFalse(store.head(STOCK).exists());
        store.append(STOCK, any(), List.of(taken), unlessAny(tagged("seat:12A")).after(first.position()));
        assertTrue(store.head(STOCK).exists());
    }

    @Test
    @DisplayName(
            "of two commits that claim a tag one is stored; when its stream is deleted, the tag can be claimed again")
    void claim() {
        store.append(Commit.of(CART, noStream(), TEA, TEA).claiming("username:ann"));
        Commit second = Commit.of(STOCK, noStream(), TEA).claiming("username:ann");
        assertThrows(ConditionConflictException.class, () -> store.append(second));
        store.append(Commit.of(STOCK, noStream(), TEA).claiming("username:bob"));
        store.delete(CART);
        store.append(Commit.of(STOCK, any(), TEA).claiming("username:ann"));
        assertEquals(Version.of(2), store.head(STOCK).version());
    }

    @Test
    @DisplayName(
            "a query that names an unregistered type is an error, which says what was meant; in an opaque store it is not")
    void unregisteredInQueries() {
        EventQuery wrong = EventQuery.types("CartCreated", "ItemAded");
        UnknownTypeException e = assertThrows(
                UnknownTypeException.class, () -> store.feed(FeedRead.forwards().matching(wrong)));
        assertEquals("ItemAded", e.type());
        assertTrue(String.valueOf(e.getMessage()).contains("named by a query; is 'ItemAdded' meant?"), e.getMessage());
        assertThrows(
                UnknownTypeException.class,
                () -> store.append(Commit.of(CART, any(), TEA).when(unlessAny(wrong))));
        assertFalse(store.head(CART).exists());
        try (EventStore opaque = EventStore.opaque().on(new InMemoryStorage());
                EventStream none = opaque.feed(FeedRead.forwards().matching(wrong))) {
            assertFalse(none.hasNext());
        }
    }

    @Test
    @DisplayName("an event that cannot be serialised, or is of no registered class, stores nothing of its append only")
    void unserialisable() {
        store.append(CART, any(), TEA);
        SerializationException e = assertThrows(
                SerializationException.class, () -> store.append(CART, any(), TEA, new Weighed(Double.NaN)));
        assertTrue(String.valueOf(e.getMessage()).contains("Shop$Weighed"), e.getMessage());
        UnknownTypeException unknown =
                assertThrows(UnknownTypeException.class, () -> store.append(CART, any(), TEA, "tea"));
        assertEquals("class java.lang.String", unknown.type());
        NewEvent one = NewEvent.of(TEA).withId(EventId.fresh());
        assertThrows(InvalidValueException.class, () -> store.append(CART, any(), one, one));
        assertEquals(Version.of(1), store.head(CART).version());
        assertEquals(Version.of(2), store.append(CART, any(), TEA).version());
    }

    @Test
    @DisplayName("an interrupted thread stores nothing, and stays interrupted")
    void interrupted() {
        Thread.currentThread().interrupt();
        assertThrows(OperationInterruptedException.class, () -> store.append(CART, any(), TEA));
        assertTrue(Thread.interrupted());
        assertFalse(store.head(CART).exists());
    }

    @Test
    @DisplayName("the feed is read by category, type and tags, from a position, in both directions")
    void feed() {
        store.append(CART, any(), new CartCreated("42"), NewEvent.of(TEA).tagged("item:tea"));
        Position seen = store.end();
        store.append(STOCK, any(), NewEvent.of(new ItemAdded("tea", 9)).tagged("item:tea"));
        assertEquals(List.of("CartCreated 1", "ItemAdded 2", "ItemAdded 1"), feed(FeedRead.forwards()));
        assertEquals(List.of("ItemAdded 1", "ItemAdded 2", "CartCreated 1"), feed(FeedRead.backwards()));
        assertEquals(List.of("ItemAdded 1"), feed(FeedRead.forwards().after(seen)));
        assertEquals(
                List.of("ItemAdded 2"),
                feed(FeedRead.forwards().matching(tagged("item:tea").and(EventQuery.category("cart")))));
        try (EventStream all = store.feed()) {
            assertEquals("CartCreated", all.next().type().value());
        }
    }

    @Test
    @DisplayName("streams are listed, by category too, truncated and deleted")
    void streams() {
        store.append(CART, any(), TEA, TEA, TEA);
        store.append(STOCK, any(), TEA);
        try (Cursor<StreamHead> all = store.streams()) {
            assertEquals(CART, all.next().stream());
            assertEquals(STOCK, all.next().stream());
            assertFalse(all.hasNext());
        }
        try (Cursor<StreamHead> carts = store.streams("cart")) {
            assertEquals(StreamHead.at(CART, Version.of(3), Position.of(3)), carts.next());
            assertFalse(carts.hasNext());
        }
        try (Cursor<StreamHead> later = store.streams("cart", StreamId.of("cart", "0"))) {
            assertEquals(CART, later.next().stream());
        }
        try (Cursor<StreamHead> none = store.streams("cart", CART)) {
            assertFalse(none.hasNext());
        }
        assertThrows(InvalidValueException.class, () -> store.streams("cart", STOCK));
        assertEquals(1, store.countStreams("cart"));
        assertThrows(InvalidValueException.class, () -> store.countStreams("cart/42"));
        assertThrows(InvalidValueException.class, () -> store.streams("cart/42"));
        store.truncate(CART, Version.of(3));
        try (EventStream left = store.read(StreamRead.of(CART))) {
            assertEquals(Version.of(3), left.next().version());
        }
        store.delete(CART);
        assertEquals(StreamHead.deleted(CART, Version.of(3), Position.of(3)), store.head(CART));
        assertEquals(Version.of(4), store.append(CART, noStream(), TEA).version());
    }

    @Test
    @DisplayName("a closed store refuses every call, also on what it handed out before; closing again does nothing")
    void closed() {
        store.append(CART, any(), TEA, TEA);
        EventStream open = store.read(CART);
        var snapshots = store.snapshots();
        var leases = store.leases();
        store.close();
        store.close();
        assertThrows(ClosedException.class, () -> store.append(CART, any(), TEA));
        assertThrows(
                ClosedException.class,
                () -> store.append(Commit.of(CART, any(), TEA).and(STOCK, any(), TEA)));
        assertThrows(ClosedException.class, () -> store.head(CART));
        assertThrows(ClosedException.class, () -> store.read(CART));
        assertThrows(ClosedException.class, store::feed);
        assertThrows(ClosedException.class, store::end);
        assertThrows(ClosedException.class, store::streams);
        assertThrows(ClosedException.class, () -> store.delete(CART));
        assertThrows(ClosedException.class, open::hasNext);
        assertThrows(ClosedException.class, () -> snapshots.latest(CART, Shop.CartState.class));
        assertThrows(ClosedException.class, () -> leases.list(org.synapse4j.api.SubscriptionName.of("a")));
    }

    private List<String> feed(FeedRead read) {
        List<String> seen = new ArrayList<>();
        try (EventStream events = store.feed(read)) {
            events.forEach(event -> seen.add(event.type() + " " + event.version()));
        }
        return seen;
    }
}
