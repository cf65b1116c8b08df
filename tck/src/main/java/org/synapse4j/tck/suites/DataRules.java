package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;
import static org.synapse4j.api.ExpectedVersion.noStream;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.Revision;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.PermanentException;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Compare;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The rules DATA: payloads, metadata, tags, times, names and limits. */
public final class DataRules {
    private static final StreamId CART = StreamId.of("cart", "1");

    private static final int SMALL_STACK = 512 * 1024;

    /** Likely cause: a text is cut where a column, an index or a buffer ends. */
    @Rule(id = "DATA-1", says = "A payload of 100,000 characters comes back, character by character.")
    public void longText(Subject store) {
        String text = IntStream.range(0, 20_000)
                .mapToObj(i -> String.format("%04x", i * 7) + (i % 100 == 0 ? "\u8cb7" : " "))
                .collect(Collectors.joining());
        assertComesBack(store, Payload.json("\"" + text + "\""));
        assertComesBack(store, Payload.json("{\"text\":\"" + text + "\",\"more\":[\"" + text + "\"]}"));
        assertComesBack(store, new Payload<>(Representation.XML, text));
    }

    /** Likely cause: text is not kept in UTF-8, or escapes are undone once too often or once too little. */
    @Rule(
            id = "DATA-2",
            says =
                    "Strings in JSON keep every character: non-ASCII, surrogates, control characters, NUL by its escape.")
    public void strings(Subject store) {
        for (String text : DataSamples.STRINGS) {
            assertComesBack(store, Payload.json("\"" + text + "\""));
            assertComesBack(store, Payload.json("{\"a\":\"" + text + "\",\"b\":[\"" + text + "\"]}"));
        }
    }

    /** Likely cause: what is empty or falsy counts as absent, or documents must be objects. */
    @Rule(id = "DATA-3", says = "Payloads in JSON that are empty, a scalar or null come back as that.")
    public void emptyPayloads(Subject store) {
        DataSamples.EMPTY.forEach(json -> assertComesBack(store, Payload.json(json)));
    }

    /** Likely cause: numbers become 64-bit integers or floating-point numbers on their way. */
    @Rule(
            id = "DATA-4",
            says =
                    "Numbers in JSON keep value and scale: past 64 bits, with more digits than a double has, 1.10 stays 1.10, decimals"
                            + " from 1e7 up too.")
    public void numbers(Subject store) {
        for (String number : DataSamples.NUMBERS) {
            assertComesBack(store, Payload.json("{\"n\":" + number + ",\"list\":[" + number + "]}"));
            assertComesBack(store, Payload.json(number));
        }
    }

    /** Likely cause: a key that the server gives a meaning to is refused, or escaped in one direction only. */
    @Rule(id = "DATA-5", says = "Keys in JSON may be any string: empty, with . and $, NUL by its escape, non-ASCII.")
    public void keys(Subject store) {
        for (String key : DataSamples.KEYS) {
            assertComesBack(store, Payload.json("{\"" + key + "\":1}"));
            assertComesBack(store, Payload.json("{\"a\":[{\"" + key + "\":{\"" + key + "\":\"b\"}}],\"z\":2}"));
        }
    }

    /** Likely cause: a library that reads extended JSON reads plain JSON here. */
    @Rule(
            id = "DATA-6",
            says = "JSON that looks like the extended JSON of a database comes back as the plain JSON that it is.")
    public void lookAlikes(Subject store) {
        for (String json : DataSamples.LOOK_ALIKES) {
            assertComesBack(store, Payload.json(json));
            assertComesBack(store, Payload.json("{\"a\":" + json + ",\"b\":[" + json + "]}"));
        }
    }

    /** Likely cause: an object is read into a map. */
    @Rule(id = "DATA-7", says = "Objects in JSON keep the order of their keys, and keys that stand twice.")
    public void keysInOrder(Subject store) {
        assertComesBack(store, Payload.json("{\"b\":1,\"a\":2,\"10\":3,\"9\":4,\"_id\":5,\"B\":6}"));
        assertComesBack(store, Payload.json("{\"a\":1,\"a\":2}"));
        assertComesBack(store, Payload.json("{\"a\":1,\"b\":{\"c\":[],\"c\":{}},\"a\":1}"));
        assertComesBack(store, Payload.json("{\"a\":1,\"\\u0061\":2}"));
    }

    /** Likely cause: nulls are left out where objects are written, or lists are cut at them. */
    @Rule(id = "DATA-8", says = "Nulls, nested lists and lists of nulls come back, null differing from absent.")
    public void nulls(Subject store) {
        for (String json : List.of(
                "{\"a\":null}",
                "{\"a\":null,\"b\":{\"c\":null},\"d\":[]}",
                "[null]",
                "[1,null,[null,[null,{}],[]],{\"a\":[null,null]},null]",
                "[[[]],[[],[]],{\"a\":[[{}]]}]")) {
            assertComesBack(store, Payload.json(json));
        }
    }

    /**
     * Likely cause: the server's limit of nested documents is met, or the default of a parser; or a parser that calls itself for each
     * level runs out of stack.
     */
    @Rule(
            id = "DATA-9",
            says = "JSON that is nested 100, and 1,000, levels deep comes back, on a stack of 512 KiB too.")
    public void deep(Subject store) throws InterruptedException {
        for (int levels : List.of(99, 100, 180, 255, 500, 1_000)) {
            assertComesBack(store, Payload.json(DataSamples.nested(levels)));
        }
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread small = new Thread(
                null,
                () -> assertComesBack(store, Payload.json(DataSamples.nested(1_000))),
                "small stack",
                SMALL_STACK);
        small.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));
        small.start();
        small.join();
        Throwable failure = thrown.get();
        if (failure != null) {
            throw new AssertionError("On a stack of 512 KiB: " + failure.getMessage(), failure);
        }
    }

    /** Likely cause: a parser that calls itself for each level runs out of stack. */
    @Rule(
            id = "DATA-10",
            says =
                    "JSON that is nested 100,000 levels deep comes back, or is refused by a PermanentException, and nothing is"
                            + " stored.")
    public void veryDeep(Subject store) {
        assertComesBackOrIsRefused(store, Payload.json(DataSamples.nested(100_000)));
    }

    /** Likely cause: the parser's own exception gets out, or the parser reads more than JSON. */
    @Rule(
            id = "DATA-11",
            says =
                    "Text that is called JSON and is not comes back as it is, or is refused by a PermanentException, and nothing"
                            + " is stored.")
    public void notJson(Subject store) {
        DataSamples.NOT_JSON.forEach(text -> assertComesBackOrIsRefused(store, Payload.json(text)));
    }

    /** Likely cause: only what the storage itself understands is kept as it is, or the representation's name is lost. */
    @Rule(
            id = "DATA-12",
            says = "Payloads in any other representation, of text or of bytes, come back identical, under its name.")
    public void representations(Subject store) {
        DataSamples.otherThanJson().forEach(payload -> assertComesBack(store, payload));
    }

    /** Likely cause: keys with a meaning to the server are lost, or an empty value counts as absent. */
    @Rule(
            id = "DATA-13",
            says =
                    "Metadata come back whole: many, empty values and keys, keys with . and $, non-ASCII, NUL in values.")
    public void metadata(Subject store) {
        for (var entry : DataSamples.METADATA.entrySet()) {
            assertComesBack(store, with(Payload.json("{}"), Map.ofEntries(entry)), "Metadata " + entry);
        }
        assertComesBack(store, with(Payload.json("{}"), DataSamples.METADATA), "Much metadata");
        assertComesBack(store, with(Payload.json("{}"), Map.of()), "No metadata");
    }

    /** Likely cause: metadata, payload and the storage's own fields share a document without a wall between them. */
    @Rule(
            id = "DATA-14",
            says = "Metadata, payload and the event's own fields are kept apart, also where their names are the same.")
    public void metadataApart(Subject store) {
        for (String key :
                List.of("type", "id", "_id", "stream", "version", "payload", "metadata", "tags", "commit", "at")) {
            String json = "{\"" + key + "\":\"in the payload\"}";
            assertComesBack(store, with(Payload.json(json), Map.of(key, "in the metadata")), "Key " + key);
            assertComesBack(store, with(Payload.json(json), Map.of()), "Key " + key + " in the payload only");
            assertComesBack(store, with(Payload.json("{}"), Map.of(key, "")), "Key " + key + " in the metadata only");
        }
    }

    /** Likely cause: a tag is split at its last colon, or kept in a list that drops or cuts some. */
    @Rule(id = "DATA-15", says = "Tags come back, each once, without regard to their order.")
    public void tags(Subject store) {
        var texts = List.of(
                "seat:12A",
                "seat:12a",
                "seat:12A:b",
                "a.b:c.d",
                "$a:$b",
                "caf\u00e9:1",
                "cafe\u0301:1",
                " a: b ",
                "a:\n.",
                "\ud83d\uded2:\ud83d\uded2",
                "k:" + "v".repeat(254),
                "null:null");
        for (String text : texts) {
            assertComesBack(store, tagged(Stream.of(text)), "Tag " + text);
        }
        assertComesBack(store, tagged(texts.stream()), "All tags");
        var reversed = new ArrayList<>(texts);
        Collections.reverse(reversed);
        assertComesBack(store, tagged(reversed.stream()), "All tags in another order");
        assertComesBack(store, tagged(IntStream.range(0, 200).mapToObj(i -> "n:" + i)), "Two hundred tags");
        assertComesBack(store, tagged(Stream.of()), "No tags");
    }

    /** Likely cause: a name is cut, trimmed, or put into an index that normalises. */
    @Rule(
            id = "DATA-16",
            says = "Type names and revisions come back as they are, also non-ASCII ones and those of 256 bytes.")
    public void names(Subject store) {
        DataSamples.NAMES.forEach(
                name -> assertComesBack(store, DataSamples.named(name), "Type and revision '" + name + "'"));
    }

    /** Likely cause: the server keeps milliseconds, or divides times before 1970 towards zero. */
    @Rule(id = "DATA-17", says = "Times come back to the nanosecond, before 1970 and far away too.")
    public void times(Subject store) {
        DataSamples.TIMES.forEach(time -> assertComesBack(store, at(time), "Time " + time));
    }

    /** Likely cause: ids are made by the storage, or their bytes change places. */
    @Rule(id = "DATA-18", says = "Event ids and commit ids that the caller gave come back, whatever UUIDs they are.")
    public void ids(Subject store) {
        for (UUID id : List.of(
                new UUID(0, 0),
                new UUID(-1, -1),
                new UUID(0x0102030405060708L, 0x090a0b0c0d0e0f10L),
                UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
                UUID.fromString("73ffd264-44b3-4c69-90e8-e7d1dfc035d4"))) {
            StreamId stream = StreamId.of("ids", id.toString());
            SerializedEvent event = Sample.event("Tested").event();
            SerializedEvent given = new SerializedEvent(
                    EventId.of(id),
                    event.type(),
                    event.revision(),
                    event.tags(),
                    event.payload(),
                    event.metadata(),
                    event.time());
            store.append(CommitId.of(id), stream, noStream(), List.of(Sample.given(given)));
            var stored = store.read(stream).get(0);
            assertEquals(EventId.of(id), stored.event().id(), "The event id that was given");
            assertEquals(CommitId.of(id), stored.commitId(), "The commit id that was given");
        }
    }

    /** Likely cause: the limit is left to the server, which counts other bytes and refuses with an error of its own. */
    @Rule(
            id = "DATA-19",
            says = "An event exactly at the limit is stored, whatever it is made of; one byte more is refused by a"
                    + " TooLargeException, and nothing is stored.")
    public void eventLimit(Subject store) {
        long limit = store.storage().limits().eventSize();
        int size = DataSamples.testable(limit);
        int empty = (int) DataSamples.event(Payload.json("{}")).size() - 2;
        assertComesBack(
                store, DataSamples.event(Payload.json(DataSamples.jsonText(size - empty))), "Text at the limit");
        assertComesBack(
                store, DataSamples.event(Payload.json(DataSamples.jsonListOf(size - empty))), "A list at the limit");
        assertComesBack(store, DataSamples.eventOfSize(size), "Bytes at the limit");
        if (size == limit) {
            var small = Sample.event("Small");
            for (SerializedEvent event : List.of(
                    DataSamples.event(Payload.json(DataSamples.jsonText(size - empty + 1))),
                    DataSamples.eventOfSize(size + 1))) {
                assertRefused(store, List.of(small, given(event)), limit + 1, limit, "An event above the limit");
            }
        }
    }

    /** Likely cause: only single events are judged, and what one message can hold is found out by sending it. */
    @Rule(
            id = "DATA-20",
            says =
                    "A commit exactly at the limit of size is stored; one byte more is refused by a TooLargeException, and"
                            + " nothing is stored.",
            large = true)
    public void commitLimit(Subject store) {
        var limits = store.storage().limits();
        int size = DataSamples.testable(limits.commitSize());
        var largest = commitOfSize(size, limits.eventSize());
        if (largest.size() <= limits.commitEvents()) {
            assertComeBack(store, largest, "A commit at the limit of size");
        }
        if (size == limits.commitSize() && largest.size() <= limits.commitEvents()) {
            var larger = commitOfSize(size + 1, limits.eventSize());
            assertRefused(store, larger, size + 1, size, "A commit above the limit of size");
        }
    }

    /** Likely cause: a batch of the driver is split silently, or has a lower limit than the one declared. */
    @Rule(
            id = "DATA-21",
            says =
                    "A commit exactly at the limit of events is stored; one more is refused by a TooLargeException, and nothing"
                            + " is stored.",
            large = true)
    public void eventsLimit(Subject store) {
        var limits = store.storage().limits();
        SerializedEvent smallest = DataSamples.event(Payload.json("1"));
        int count = (int) Math.min(Math.min(limits.commitEvents(), 200_000), limits.commitSize() / smallest.size() - 1);
        assertComeBack(store, Sample.events(count), "A commit at the limit of events");
        if (count == limits.commitEvents()) {
            assertRefused(store, Sample.events(count + 1), count + 1, count, "A commit above the limit of events");
        }
    }

    /** Likely cause: the object's toString() is stored, or the refusal comes when the events before it are stored. */
    @Rule(
            id = "DATA-22",
            says =
                    "A payload that is neither text nor bytes is refused by an InvalidValueException, and nothing is stored.")
    public void neitherTextNorBytes(Subject store) {
        var number = new Payload<>(new Representation<>("number", Integer.class), 42);
        var bad = given(DataSamples.event(number));
        for (var events :
                List.of(List.of(bad), List.of(Sample.event("Good"), bad), List.of(bad, Sample.event("Good")))) {
            assertThrows(
                    InvalidValueException.class,
                    () -> store.append(CART, noStream(), events),
                    "A payload that is neither text nor bytes");
            assertNothingStored(store, CART, "A payload that is neither text nor bytes");
        }
    }

    /** Likely cause: something of the first event, such as its representation, is kept for the whole commit. */
    @Rule(id = "DATA-23", says = "One commit may hold events of all kinds: each comes back as it was given.")
    public void allKindsInOneCommit(Subject store) {
        assertComeBack(store, allKinds(), "A commit with events of all kinds");
    }

    /** Likely cause: the feed reads other fields, or from another place, than streams do. */
    @Rule(id = "DATA-24", says = "The feed delivers events with all that streams deliver.", needs = Capability.FEED)
    public void feed(Subject store) {
        Compare.events(store.store(CART, allKinds()), store.readFeed(), "Events of all kinds in the feed");
    }

    /** Likely cause: text in XML goes through something that keeps to what XML allows, or turns line ends into one kind. */
    @Rule(
            id = "DATA-25",
            says = "Every character of the basic plane comes back, as text in XML and as a string in JSON.")
    public void everyCharacter(Subject store) {
        for (int block = 0; block < 0x10000; block += 0x2000) {
            String text = IntStream.range(block, block + 0x2000)
                    .filter(c -> !Character.isSurrogate((char) c))
                    .mapToObj(c -> String.valueOf((char) c))
                    .collect(Collectors.joining());
            assertComesBack(store, new Payload<>(Representation.XML, "<t>" + text + "</t>"));
            StringBuilder json = new StringBuilder("\"");
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                json.append(c < 0x20 || c == '"' || c == '\\' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
            assertComesBack(store, Payload.json(json.append('"').toString()));
        }
    }

    /** Likely cause: a time becomes one of the clock on the wall on its way, which shows an hour twice in autumn, and in spring one never. */
    @Rule(
            id = "DATA-26",
            says = "Times come back in every time zone of the JVM, where clocks are put back or forward too.")
    public void clocksThatChange(Subject store) {
        TimeZone usual = TimeZone.getDefault();
        try {
            for (String zone : List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                Instant change = Sample.TIME;
                List<NewSerializedEvent> events = new ArrayList<>();
                for (int changes = 0; changes < 2; changes++) {
                    ZoneOffsetTransition next = ZoneId.of(zone).getRules().nextTransition(change);
                    change = next == null ? change : next.getInstant();
                    for (int half = -4; half <= 4; half++) {
                        events.add(given(at(change.plusSeconds(1_800L * half))));
                    }
                }
                assertComeBack(store, events, "Times in zone " + zone);
            }
        } finally {
            TimeZone.setDefault(usual);
        }
    }

    private static List<NewSerializedEvent> allKinds() {
        List<SerializedEvent> events = new ArrayList<>();
        DataSamples.payloads().forEach(payload -> events.add(DataSamples.event(payload)));
        DataSamples.NAMES.forEach(name -> events.add(DataSamples.named(name)));
        DataSamples.TIMES.forEach(time -> events.add(at(time)));
        events.add(with(Payload.json("{\"a\":1}"), DataSamples.METADATA));
        events.add(tagged(Stream.of("a:1", "b:2")));
        return events.stream().map(DataRules::given).toList();
    }

    private static void assertComesBack(Subject store, Payload<?> payload) {
        String text = payload.value().toString();
        String what = "The payload " + (text.length() > 80 ? text.substring(0, 80) + "…" : text);
        assertComesBack(store, DataSamples.event(payload), what);
    }

    private static void assertComesBack(Subject store, SerializedEvent event, String what) {
        assertComeBack(store, List.of(given(event)), what);
    }

    private static void assertComeBack(Subject store, List<NewSerializedEvent> events, String what) {
        StreamId stream = StreamId.of("data", UUID.randomUUID().toString());
        var stored = assertDoesNotThrow(() -> store.store(stream, events), what + " is refused");
        var read = assertDoesNotThrow(() -> store.read(stream), what + " cannot be read");
        Compare.events(stored, read, what);
    }

    private static void assertComesBackOrIsRefused(Subject store, Payload<?> payload) {
        String text = payload.value().toString();
        String what = "The payload " + (text.length() > 80 ? text.substring(0, 80) + "…" : text);
        StreamId stream = StreamId.of("data", UUID.randomUUID().toString());
        var events = List.of(Sample.event("Good"), given(DataSamples.event(payload)));
        try {
            var stored = store.store(stream, events);
            var read = assertDoesNotThrow(() -> store.read(stream), what + " was stored, but cannot be read");
            Compare.events(stored, read, what);
        } catch (PermanentException refused) {
            assertNothingStored(store, stream, what);
        } catch (RuntimeException | StackOverflowError e) {
            fail(what + " is refused by an error that is no PermanentException", e);
        }
    }

    private static void assertRefused(
            Subject store, List<NewSerializedEvent> events, long size, long limit, String what) {
        StreamId stream = StreamId.of("data", UUID.randomUUID().toString());
        var refused = assertThrows(TooLargeException.class, () -> store.append(stream, noStream(), events), what);
        assertEquals(stream, refused.stream(), what + ": the stream that the refusal names");
        assertEquals(size, refused.size(), what + ": the size that the refusal names");
        assertEquals(limit, refused.limit(), what + ": the limit that the refusal names");
        assertNothingStored(store, stream, what);
    }

    private static void assertNothingStored(Subject store, StreamId stream, String what) {
        assertEquals(StreamHead.absent(stream), store.head(stream), what + " is refused, but the stream has a head");
        assertEquals(List.of(), store.read(stream), what + " is refused, but something is stored");
    }

    private static List<NewSerializedEvent> commitOfSize(int size, long eventSize) {
        int count = (int) ((size + eventSize - 1) / eventSize);
        List<NewSerializedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(given(DataSamples.eventOfSize(size / count + (i < size % count ? 1 : 0))));
        }
        return events;
    }

    private static NewSerializedEvent given(SerializedEvent event) {
        return Sample.given(event);
    }

    private static SerializedEvent at(Instant time) {
        return with(Set.of(), Map.of(), Payload.json("{}"), time);
    }

    private static SerializedEvent tagged(Stream<String> tags) {
        return with(tags.map(Tag::of).collect(Collectors.toSet()), Map.of(), Payload.json("{}"), Sample.TIME);
    }

    private static SerializedEvent with(Payload<?> payload, Map<String, String> metadata) {
        return with(Set.of(), metadata, payload, Sample.TIME);
    }

    private static SerializedEvent with(Set<Tag> tags, Map<String, String> metadata, Payload<?> payload, Instant time) {
        return new SerializedEvent(
                EventId.fresh(), TypeName.of("Tested"), Revision.FIRST, tags, payload, metadata, time);
    }
}
