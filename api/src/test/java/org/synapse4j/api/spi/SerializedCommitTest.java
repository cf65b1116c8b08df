package org.synapse4j.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.Refusal.refused;
import static org.synapse4j.api.Refusal.refusedNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Position;
import org.synapse4j.api.Revision;
import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;

/** Commits, events and snapshots as storages see them: what they refuse, how they count, how a repetition is told. */
@SuppressWarnings("NullAway") // gives nulls on purpose
class SerializedCommitTest {
    private static final StreamId CART = StreamId.of("cart", "42");
    private static final StreamId STOCK = StreamId.of("stock", "tea");
    private static final CommitId ID = CommitId.fresh();
    private static final SerializedEvent EVENT = new SerializedEvent(
            EventId.of(new UUID(1, 1)),
            TypeName.of("Tee"),
            Revision.FIRST,
            Set.of(Tag.of("a:é")),
            Payload.json("{}"),
            Map.of("k", "€"),
            Instant.EPOCH);

    private static SerializedEvent event(long id) {
        return with(EventId.of(new UUID(0, id)), Instant.EPOCH);
    }

    private static SerializedEvent with(EventId id, Instant time) {
        return new SerializedEvent(
                id, EVENT.type(), EVENT.revision(), EVENT.tags(), EVENT.payload(), EVENT.metadata(), time);
    }

    private static NewSerializedEvent fresh(SerializedEvent event) {
        return NewSerializedEvent.of(CART, event);
    }

    private static List<NewSerializedEvent> in(StreamId stream, SerializedEvent... events) {
        return Arrays.stream(events).map(event -> fresh(event).in(stream)).toList();
    }

    /** A commit that expects nothing of the streams that the events are for, each named as often as given. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static SerializedCommit commit(List<StreamId> streams, List<NewSerializedEvent>... events) {
        return new SerializedCommit(
                ID,
                streams.stream()
                        .map(stream -> new StreamExpectation(stream, ExpectedVersion.any()))
                        .toList(),
                Arrays.stream(events).flatMap(List::stream).toList(),
                Optional.empty());
    }

    private static SerializedCommit ofCart(SerializedEvent... events) {
        return commit(List.of(CART), in(CART, events));
    }

    @Test
    @DisplayName("a commit refuses no stream, a stream twice, an empty one among several, and an event id twice")
    void commit() {
        refused("commit", "touches no stream", () -> commit(List.of()));
        refused(
                "streams of the commit[0]",
                "is null",
                () -> new SerializedCommit(ID, Arrays.asList((StreamExpectation) null), List.of(), Optional.empty()));
        refused(
                "commit",
                "names one of its streams twice: cart/42",
                () -> commit(List.of(CART, CART), in(CART, event(1), event(2))));
        refused("commit", "has no event for stock/tea", () -> commit(List.of(CART, STOCK), in(CART, event(1))));
        refused(
                "commit",
                "has an event for stock/tea, but does not say what it expects of that stream",
                () -> commit(List.of(CART), in(CART, event(1)), in(STOCK, event(2))));
        refused(
                "commit",
                "holds event id " + event(1).id() + " twice",
                () -> commit(List.of(CART, STOCK), in(CART, event(1)), in(STOCK, event(2), event(1))));
        refused(
                "events[1]",
                "is null",
                () -> new SerializedCommit(
                        ID,
                        List.of(new StreamExpectation(CART, ExpectedVersion.any())),
                        Arrays.asList(fresh(event(1)), null),
                        Optional.empty()));
        refusedNull("commit id", () -> new SerializedCommit(null, List.of(), List.of(), Optional.empty()));
        assertEquals(List.of(), ofCart().events());
    }

    @Test
    @DisplayName("a commit asks a storage for several streams and for conditions where it has them, and only then")
    void asksFor() {
        SerializedCommit one = ofCart(event(1));
        SerializedCommit two = commit(List.of(CART, STOCK), in(STOCK, event(1)), in(CART, event(2)));
        AppendCondition condition = AppendCondition.unlessAny(EventQuery.all());
        assertEquals(Set.of(), one.asksFor());
        assertEquals(Set.of(AppendCapability.MULTI_STREAM), two.asksFor());
        assertEquals(Set.of(AppendCapability.CONDITIONAL), one.when(condition).asksFor());
        assertEquals(
                Set.of(AppendCapability.MULTI_STREAM, AppendCapability.CONDITIONAL),
                two.when(condition).asksFor());
        assertEquals(List.of(CART, STOCK), two.streams());
        assertEquals(in(CART, event(2)), two.eventsOf(CART));
    }

    @Test
    @DisplayName("an event refuses null tags, NUL in metadata keys, and times that 64 bits of milliseconds cannot hold")
    void event() {
        refused(
                "tags[0]",
                "is null",
                () -> new SerializedEvent(
                        EVENT.id(),
                        EVENT.type(),
                        EVENT.revision(),
                        new LinkedHashSet<>(Arrays.asList((Tag) null)),
                        EVENT.payload(),
                        Map.of(),
                        Instant.EPOCH));
        refused(
                "metadata key",
                "holds a NUL",
                () -> new SerializedEvent(
                        EVENT.id(),
                        EVENT.type(),
                        EVENT.revision(),
                        Set.of(),
                        EVENT.payload(),
                        Map.of("\0", ""),
                        Instant.EPOCH));
        refused("time", "64 bits of milliseconds cannot hold", () -> with(EVENT.id(), Instant.MAX));
        refused("time", "64 bits of milliseconds cannot hold", () -> with(EVENT.id(), Instant.MIN));
        refusedNull("time", () -> with(EVENT.id(), null));
        refusedNull("event id", () -> with(null, Instant.EPOCH));
        Instant late = Instant.ofEpochMilli(Long.MAX_VALUE - 2_000);
        assertEquals(late, with(EVENT.id(), late).time());
        assertEquals(Payload.json("1"), EVENT.withPayload(Payload.json("1")).payload());
    }

    @Test
    @DisplayName("a snapshot's version is at least 1")
    void snapshot() {
        refused("snapshot version", "is 0; the least allowed is 1", () -> snapshot(Version.NONE, "{}"));
        refused(
                "time",
                "cannot hold",
                () -> new SerializedSnapshot(
                        CART, Version.FIRST, EVENT.type(), Revision.FIRST, EVENT.payload(), Map.of(), Instant.MAX));
        assertEquals(Version.FIRST, snapshot(Version.FIRST, "{}").version());
    }

    @Test
    @DisplayName("sizes count payload, metadata, tags, type and revision in bytes of UTF-8, and a fixed part")
    void sizes() {
        int contents = "Tee1a:xy{}kxyz".length(); // é counts two, € three
        assertEquals(SerializedEvent.FIXED_SIZE + contents, EVENT.size());
        SerializedCommit commit =
                commit(List.of(CART, STOCK), in(CART, event(1)), in(STOCK, event(3)), in(CART, event(2)));
        assertEquals(3 * EVENT.size(), commit.size());
        assertEquals(3, commit.events().size());
        assertEquals(
                SerializedEvent.FIXED_SIZE + contents - 2 + 7,
                EVENT.withPayload(new Payload<>(Representation.BYTES, Bytes.of(new byte[7])))
                        .size());
    }

    @Test
    @DisplayName("limits take exactly what is within, and name event, stream, size and limit of what is not")
    void limits() {
        StorageLimits limits = new StorageLimits(2_000, 3_000, 3, 1_024);
        SerializedEvent most = sized(1, 2_000);
        limits.check(ofCart(most, sized(2, 1_000)));
        TooLargeException event =
                assertThrows(TooLargeException.class, () -> limits.check(ofCart(event(2), sized(3, 2_001))));
        assertEquals(List.of(CART, 2_001L, 2_000L), List.of(event.stream(), event.size(), event.limit()));
        says(event, "For stream cart/42, event 1 of the commit has 2001 bytes; the limit is 2000; nothing was stored");
        says(
                assertThrows(TooLargeException.class, () -> limits.check(ofCart(most, sized(2, 1_001)))),
                "the commit has 3001 bytes; the limit is 3000");
        says(
                assertThrows(
                        TooLargeException.class, () -> limits.check(ofCart(event(1), event(2), event(3), event(4)))),
                "the commit has 4 events; the limit is 3");
        limits.check(snapshot(Version.of(7), "x".repeat(1_024)));
        says(
                assertThrows(TooLargeException.class, () -> limits.check(snapshot(Version.of(7), "x".repeat(1_025)))),
                "the snapshot at version 7 has 1025 bytes; the limit is 1024");
        refused("event size", "is 1023", () -> new StorageLimits(1_023, 3_000, 1, 1_024));
        refused("commit size", "is 1999; the least allowed is 2000", () -> new StorageLimits(2_000, 1_999, 1, 1_024));
        refused("commit events", "is 0", () -> new StorageLimits(2_000, 2_000, 0, 1_024));
        refused("snapshot size", "is 1023", () -> new StorageLimits(2_000, 2_000, 1, 1_023));
    }

    @Test
    @DisplayName("a repeated commit has no difference, whatever became of its events, ids and times left to the store")
    void sameCommit() {
        List<StoredSerializedEvent> stored = List.of(stored(CART, 3, event(1)), stored(CART, 4, event(2)));
        SerializedCommit again = ofCart(with(EventId.fresh(), Instant.EPOCH.plusSeconds(5)), event(9));
        assertEquals(Optional.empty(), again.differenceFrom(result(stored), stored));
        List<StoredSerializedEvent> turned = new ArrayList<>(List.of(stored.get(1), stored.get(0)));
        assertEquals(Optional.empty(), again.differenceFrom(result(stored), turned));
        assertEquals(Optional.empty(), again.differenceFrom(result(stored), List.of()));
    }

    @Test
    @DisplayName(
            "a commit of other content is told by its first difference: streams, number of events, then field by field")
    void otherCommit() {
        List<StoredSerializedEvent> stored = List.of(stored(CART, 3, EVENT));
        differs(
                "those that are stored are of {cart/42=1}, now they are of {cart/42=1, stock/tea=1}",
                stored,
                commit(List.of(CART, STOCK), in(CART, EVENT), in(STOCK, event(2))));
        differs("of {cart/42=1}, now they are of {stock/tea=1}", stored, commit(List.of(STOCK), in(STOCK, EVENT)));
        differs("of {cart/42=1}, now they are of {cart/42=2}", stored, ofCart(EVENT, event(2)));
        List<StoredSerializedEvent> both = List.of(stored(CART, 3, EVENT), stored(STOCK, 1, event(2)));
        differs("another order", both, commit(List.of(CART, STOCK), in(STOCK, event(2)), in(CART, EVENT)));
        TypeName type = TypeName.of("Coffee");
        Revision revision = Revision.of("2");
        field("type", type, EVENT.revision(), EVENT.tags(), EVENT.payload(), EVENT.metadata());
        field("revision", EVENT.type(), revision, EVENT.tags(), EVENT.payload(), EVENT.metadata());
        field("tags", EVENT.type(), EVENT.revision(), Set.of(), EVENT.payload(), EVENT.metadata());
        field("metadata", EVENT.type(), EVENT.revision(), EVENT.tags(), EVENT.payload(), Map.of());
        field("payload", EVENT.type(), EVENT.revision(), EVENT.tags(), Payload.json("{ }"), EVENT.metadata());
        field(
                "payload",
                EVENT.type(),
                EVENT.revision(),
                EVENT.tags(),
                new Payload<>(Representation.XML, "{}"),
                EVENT.metadata());
    }

    @Test
    @DisplayName("ids and times are part of a commit's content only where the caller gave them")
    void givenIdsAndTimes() {
        List<StoredSerializedEvent> stored = List.of(stored(CART, 3, EVENT));
        NewSerializedEvent otherId = new NewSerializedEvent(CART, event(9), true, false);
        NewSerializedEvent otherTime =
                new NewSerializedEvent(CART, with(EVENT.id(), Instant.EPOCH.plusNanos(1)), false, true);
        differs("other event id at version 3", stored, commit(List.of(CART), List.of(otherId)));
        differs("other time at version 3", stored, commit(List.of(CART), List.of(otherTime)));
        SerializedCommit same = commit(List.of(CART), List.of(new NewSerializedEvent(CART, EVENT, true, true)));
        assertEquals(Optional.empty(), same.differenceFrom(result(stored), stored));
    }

    private static void field(
            String name,
            TypeName type,
            Revision revision,
            Set<Tag> tags,
            Payload<?> payload,
            Map<String, String> metadata) {
        differs(
                "other " + name + " at version 3 of cart/42",
                List.of(stored(CART, 3, EVENT)),
                ofCart(new SerializedEvent(EVENT.id(), type, revision, tags, payload, metadata, EVENT.time())));
    }

    private static void differs(String words, List<StoredSerializedEvent> stored, SerializedCommit now) {
        String difference = now.differenceFrom(result(stored), stored).orElseThrow();
        assertTrue(difference.contains(words), difference);
    }

    private static AppendResult result(List<StoredSerializedEvent> stored) {
        return AppendResult.of(
                ID, stored.stream().map(StoredSerializedEvent::place).toList());
    }

    private static StoredSerializedEvent stored(StreamId stream, long version, SerializedEvent event) {
        return new StoredSerializedEvent(
                new EventPlace(stream, Version.of(version), Position.of(version + 100)), ID, event);
    }

    private static SerializedEvent sized(long id, int size) {
        SerializedEvent empty = event(id).withPayload(Payload.json(""));
        return empty.withPayload(Payload.json("x".repeat(size - (int) empty.size())));
    }

    private static SerializedSnapshot snapshot(Version version, String json) {
        return new SerializedSnapshot(
                CART, version, EVENT.type(), Revision.FIRST, Payload.json(json), Map.of(), Instant.EPOCH);
    }

    private static void says(Exception e, String words) {
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(words), message);
    }
}
