package org.synapse4j.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.inmemory.Shop.CART;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.Revision;
import org.synapse4j.api.Snapshot;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.Snapshots;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.inmemory.Shop.CartCreated;
import org.synapse4j.inmemory.Shop.CartState;
import org.synapse4j.jackson.JacksonSerializer;

/** Snapshots by way of an event store. */
class SnapshotsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final InMemoryStorage storage = new InMemoryStorage();
    private final EventStore store = EventStore.builder(Shop.TYPES)
            .serializer(new JacksonSerializer())
            .clock(Clock.fixed(NOW, ZoneOffset.UTC))
            .on(storage);
    private final Snapshots snapshots = store.snapshots();
    private final Logger logger = Logger.getLogger(Snapshots.class.getName());
    private final List<LogRecord> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        store.close();
    }

    @Test
    @DisplayName("the latest snapshot is the one of the highest version, also below a bound, whenever it was saved")
    void latest() {
        assertEquals(Optional.empty(), snapshots.latest(CART, CartState.class));
        snapshots.save(CART, Version.of(5), new CartState(5));
        snapshots.save(CART, Version.of(2), new CartState(2));
        assertEquals(
                Optional.of(new Snapshot<>(CART, Version.of(5), new CartState(5), NOW)),
                snapshots.latest(CART, CartState.class));
        assertEquals(
                Optional.of(new CartState(2)),
                snapshots.latest(CART, Version.of(4), CartState.class).map(Snapshot::state));
        snapshots.save(CART, Version.of(2), new CartState(22));
        snapshots.delete(CART, SnapshotBounds.all().versions(Version.of(3), Version.MAX));
        assertEquals(
                Optional.of(new CartState(22)),
                snapshots.latest(CART, CartState.class).map(Snapshot::state));
        assertTrue(logged.isEmpty());
    }

    @Test
    @DisplayName("a snapshot keeps the time and the metadata that it was given")
    void timeAndMetadata() {
        var given = new Snapshot<>(CART, Version.of(3), new CartState(3), Instant.EPOCH).with(Map.of("by", "ann"));
        snapshots.save(given);
        assertEquals(Optional.of(given), snapshots.latest(CART, CartState.class));
    }

    @Test
    @DisplayName("a store of opaque events reads snapshots as they are, and saves them elsewhere")
    void opaque() {
        snapshots.save(CART, Version.of(3), new CartState(3));
        EventStore opaque = EventStore.opaque().on(storage);
        Snapshot<OpaqueEvent> found =
                opaque.snapshots().latest(CART, OpaqueEvent.class).orElseThrow();
        assertEquals("CartState", found.state().schema().type().value());
        try (EventStore copy = Shop.open(new InMemoryStorage())) {
            copy.snapshots().save(found);
            assertEquals(
                    Optional.of(new CartState(3)),
                    copy.snapshots().latest(CART, CartState.class).map(Snapshot::state));
        }
        assertTrue(logged.isEmpty());
    }

    @Test
    @DisplayName("no snapshot is at version 0, or of a class that nobody registered")
    void bad() {
        assertThrows(InvalidValueException.class, () -> snapshots.save(CART, Version.NONE, new CartState(1)));
        assertThrows(UnknownTypeException.class, () -> snapshots.save(CART, Version.FIRST, "state"));
    }

    @Test
    @DisplayName("a snapshot that cannot be read, of another revision, type or class, counts as absent and is logged")
    void absent() {
        keep("CartState", "2", "{\"items\":\"hunter2\"}");
        absentAndLogged("cannot be read as org.synapse4j.inmemory.Shop$CartState");
        keep("CartState", "1", "{\"items\":1}");
        absentAndLogged("of CartState, revision 1, which is not registered");
        keep("OldState", "2", "{\"items\":1}");
        absentAndLogged("of OldState, revision 2, which is not registered");
        keep("CartCreated", "1", "{\"cart\":\"42\"}");
        absentAndLogged("cannot be read as org.synapse4j.inmemory.Shop$CartState");
        assertEquals(
                Optional.of(new CartCreated("42")),
                snapshots.latest(CART, CartCreated.class).map(Snapshot::state));
    }

    private void keep(String type, String revision, String json) {
        storage.snapshots()
                .orElseThrow()
                .save(new SerializedSnapshot(
                        CART,
                        Version.FIRST,
                        TypeName.of(type),
                        Revision.of(revision),
                        Payload.json(json),
                        Map.of(),
                        NOW));
    }

    private void absentAndLogged(String words) {
        logged.clear();
        assertEquals(Optional.empty(), snapshots.latest(CART, CartState.class));
        assertEquals(1, logged.size());
        LogRecord record = logged.get(0);
        String message = java.text.MessageFormat.format(
                record.getMessage(), record.getParameters() == null ? new Object[0] : record.getParameters());
        assertTrue(message.contains("version 1 of cart/42") && message.contains(words), message);
        assertTrue(message.contains("counts as absent") && !message.contains("hunter2"), message);
    }
}
