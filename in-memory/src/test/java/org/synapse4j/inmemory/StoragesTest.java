package org.synapse4j.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.inmemory.Shop.CART;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStores;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.Storages;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.StorageIndexes;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.inmemory.Shop.ItemAdded;

/** Storages that a line opens, bare, shared by name, and below a store of opaque events. */
class StoragesTest {
    private static final ItemAdded TEA = new ItemAdded("tea", 2);

    @Test
    @DisplayName("a line opens the bare storage, which a store may be put on")
    void bare() {
        StorageStrategy storage = Storages.open("memory:");
        assertInstanceOf(InMemoryStorage.class, storage);
        try (EventStore store = Shop.open(storage)) {
            assertEquals(Version.FIRST, store.append(CART, any(), TEA).version());
        }
        assertThrows(ClosedException.class, () -> storage.streams().head(CART));
    }

    @Test
    @DisplayName(
            "who opens the same name shares one storage, whatever its kind of store; without a name each has its own")
    void shared() {
        try (EventStore one = EventStores.open("memory:shared", Shop.TYPES);
                EventStore other = EventStores.open("memory:shared", Shop.TYPES);
                StorageStrategy bare = Storages.open("memory:shared");
                EventStore elsewhere = EventStores.open("memory:elsewhere", Shop.TYPES);
                EventStore nameless = EventStores.open("memory:", Shop.TYPES)) {
            one.append(CART, any(), TEA);
            other.append(CART, exactly(1), TEA);
            assertEquals(Version.of(2), bare.streams().head(CART).version());
            assertFalse(elsewhere.head(CART).exists());
            assertFalse(nameless.head(CART).exists());
        }
    }

    @Test
    @DisplayName("what has a name lasts until its last user closes it, each for itself and once")
    void lastUser() {
        EventStore one = EventStores.open("memory:lasting", Shop.TYPES);
        EventStore other = EventStores.open("memory:lasting", Shop.TYPES);
        one.append(CART, any(), TEA, TEA);
        EventStream events = one.read(CART);
        events.next();
        one.close();
        one.close();
        assertThrows(ClosedException.class, () -> one.head(CART));
        assertThrows(ClosedException.class, events::next);
        assertEquals(Version.of(2), other.head(CART).version());
        try (EventStore third = EventStores.open("memory:lasting", Shop.TYPES)) {
            assertEquals(Version.of(2), third.head(CART).version());
        }
        other.close();
        try (EventStore next = EventStores.open("memory:lasting", Shop.TYPES)) {
            assertFalse(next.head(CART).exists());
        }
    }

    @Test
    @DisplayName("what is no name is refused")
    void names() {
        for (String rest : List.of("a b", "//host", "a/b", "a".repeat(101))) {
            ConfigurationException refused =
                    assertThrows(ConfigurationException.class, () -> Storages.open("memory:" + rest));
            assertTrue(String.valueOf(refused.getMessage()).contains("stands no name"), refused::getMessage);
        }
    }

    @Test
    @DisplayName("a store of opaque events reads what any store wrote and copies it, and knows no class")
    void opaque() {
        try (EventStore typed = EventStores.open("memory:opaque", Shop.TYPES);
                EventStore opaque = EventStore.opaque().open("memory:opaque");
                EventStore copy = EventStore.opaque().open("memory:")) {
            typed.append(CART, any(), TEA);
            try (EventStream events = opaque.read(CART)) {
                StoredEvent event = events.next();
                OpaqueEvent payload = event.payload(OpaqueEvent.class);
                assertEquals("opaque ItemAdded revision 1 in json", payload.toString());
                copy.append(CART, any(), NewEvent.from(event));
            }
            try (EventStream events = copy.read(CART)) {
                StoredEvent event = events.next();
                assertEquals("ItemAdded", event.type().value());
                opaque.append(CART, any(), event.payload());
            }
            try (EventStream events = typed.read(CART)) {
                List<Object> payloads = new ArrayList<>();
                events.forEach(event -> payloads.add(event.payload()));
                assertEquals(List.of(TEA, TEA), payloads);
            }
            assertThrows(UnknownTypeException.class, () -> opaque.append(CART, any(), TEA));
        }
    }

    @Test
    @DisplayName("a store makes the indexes of a storage that has some, through decorators too, and of others none")
    void indexes() {
        AtomicInteger made = new AtomicInteger();
        StorageStrategy indexed = new ForwardingStorage(new InMemoryStorage()) {
            @Override
            public Optional<StorageIndexes> indexes() {
                return Optional.of(made::incrementAndGet);
            }
        };
        try (EventStore store = Shop.open(new ForwardingStorage(indexed) {})) {
            store.ensureIndexes();
            store.ensureIndexes();
            assertEquals(2, made.get());
        }
        try (EventStore store = EventStores.open("memory:", Shop.TYPES)) {
            store.append(CART, any(), TEA);
            store.ensureIndexes();
            try (Cursor<StreamHead> streams = store.streams()) {
                assertEquals(CART, streams.next().stream());
            }
        }
    }
}
