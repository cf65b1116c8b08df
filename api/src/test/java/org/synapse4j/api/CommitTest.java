package org.synapse4j.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;
import static org.synapse4j.api.ExpectedVersion.streamExists;
import static org.synapse4j.api.Refusal.refused;
import static org.synapse4j.api.Refusal.refusedNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commits, the events and expectations in them, and what an append answers. */
@SuppressWarnings("NullAway") // gives nulls on purpose
class CommitTest {
    private static final StreamId CART = StreamId.of("cart", "42");
    private static final StreamId STOCK = StreamId.of("stock", "tea");

    @Test
    @DisplayName("a commit grows by streams, keeps its id, and takes another id or a condition")
    void growing() {
        Commit one = Commit.of(CART, exactly(2), "a", "b");
        Commit two = one.and(STOCK, any(), "c");
        assertEquals(one.id(), two.id());
        assertEquals(
                List.of(new StreamExpectation(CART, exactly(2)), new StreamExpectation(STOCK, any())),
                two.expectations());
        assertEquals(List.of(in(CART, "a"), in(CART, "b"), in(STOCK, "c")), two.events());
        Commit three = two.then(CART, "d");
        assertEquals(two.expectations(), three.expectations());
        assertEquals(List.of(in(CART, "a"), in(CART, "b"), in(STOCK, "c"), in(CART, "d")), three.events());
        assertNotEquals(one.id(), Commit.of(CART, exactly(2), "a", "b").id());
        CommitId given = CommitId.fresh();
        assertEquals(given, two.withId(given).id());
        AppendCondition condition = AppendCondition.unlessAny(EventQuery.all());
        assertEquals(Optional.of(condition), two.when(condition).condition());
        assertEquals(two.id(), two.when(condition).id());
    }

    @Test
    @DisplayName(
            "a commit keeps all that it demands, its condition among it, under another id and with more streams and events")
    void keepsWhatItDemands() {
        AppendCondition condition = AppendCondition.unlessAny(EventQuery.types("Taken"));
        Commit one = Commit.of(CART, exactly(2), "a").when(condition);
        CommitId given = CommitId.fresh();
        assertEquals(new Commit(given, one.expectations(), one.events(), one.condition()), one.withId(given));
        assertEquals(Optional.of(condition), one.withId(given).condition());
        assertEquals(Optional.of(condition), one.and(STOCK, any(), "b").condition());
        assertEquals(Optional.of(condition), one.then(CART, "c").condition());
        assertEquals(
                Optional.of(condition), one.and(STOCK, any(), "b").withId(given).condition());
    }

    @Test
    @DisplayName("a commit refuses no stream, a stream twice, null events, and a stream without events among several")
    void commit() {
        refused(
                "commit",
                "touches no stream",
                () -> new Commit(CommitId.fresh(), List.of(), List.of(), Optional.empty()));
        Commit one = Commit.of(CART, any(), "a");
        refused("commit", "names one of its streams twice: cart/42", () -> one.and(CART, any(), "b"));
        refused("commit", "has no event for stock/tea", () -> one.and(STOCK, any(), List.of()));
        refused(
                "commit",
                "has an event for stock/tea, but does not say what it expects of that stream",
                () -> one.then(STOCK, "b"));
        refused("events[0]", "is null", () -> one.then(CART, Arrays.asList((Object) null)));
        refused("events[1]", "is null", () -> Commit.of(CART, any(), "a", null));
        refused("events[0]", "is null", () -> one.and(STOCK, any(), Arrays.asList((Object) null)));
        refusedNull("stream", () -> Commit.of(null, any(), "a"));
        refusedNull("expected version", () -> Commit.of(CART, null, "a"));
        refusedNull("commit id", () -> one.withId(null));
    }

    @Test
    @DisplayName("a commit to one stream may hold no events, but not under a condition")
    void noEvents() {
        Commit check = Commit.of(CART, streamExists());
        assertEquals(List.of(), check.events());
        refused("commit", "has no event for cart/42", () -> check.when(AppendCondition.unlessAny(EventQuery.all())));
        refused("commit", "has no event for cart/42", () -> check.and(STOCK, any(), "a"));
    }

    @Test
    @DisplayName("a commit copies the list that it is given")
    void copies() {
        List<Object> events = new ArrayList<>(List.of("a"));
        Commit commit = Commit.of(CART, any(), events);
        events.add("b");
        assertEquals(List.of(in(CART, "a")), commit.events());
    }

    @Test
    @DisplayName("a collection among events that are listed is refused, and pointed to the call that takes a list")
    void collections() {
        Object set = Set.of("a");
        refused("events[0]", "pass a List", () -> Commit.of(CART, any(), set));
        refused("events[1]", "pass a List", () -> Commit.of(CART, any(), "a", List.of("b")));
        refused("events[0]", "pass a List", () -> Commit.of(CART, any(), (Object) new String[] {"a"}));
        refused("events[0]", "pass a List", () -> Commit.of(CART, any(), Stream.of("a")));
        Commit commit = Commit.of(CART, any(), "a");
        refused("events[0]", "pass a List", () -> commit.and(STOCK, any(), set));
        refused("events[0]", "pass a List", () -> commit.then(CART, set));
        assertEquals(2, Commit.of(CART, any(), List.of("a", set)).events().size());
        assertEquals(1, Commit.of(CART, any(), NewEvent.of(set)).events().size());
    }

    @Test
    @DisplayName("a claim puts its tags on the first event, and looks for each of them in the whole feed")
    void claim() {
        Commit claim =
                Commit.of(CART, any(), NewEvent.of("a").tagged("by:ann"), "b").claiming("username:ann", "mail:a@b");
        assertEquals(
                List.of(in(CART, NewEvent.of("a").tagged("by:ann", "username:ann", "mail:a@b")), in(CART, "b")),
                claim.events());
        AppendCondition condition = claim.condition().orElseThrow();
        assertEquals(Position.START, condition.after());
        TypeName any = TypeName.of("Any");
        assertTrue(condition.query().matches(STOCK, any, Set.of(Tag.of("mail:a@b"))));
        assertTrue(condition.query().matches(STOCK, any, Set.of(Tag.of("username:ann"))));
        assertFalse(condition.query().matches(STOCK, any, Set.of(Tag.of("by:ann"))));
        AppendCondition whole = AppendCondition.unlessAny(EventQuery.tagged("seat:1"));
        Commit both = Commit.of(CART, any(), "a").when(whole).claiming("username:ann");
        assertTrue(both.condition().orElseThrow().query().matches(STOCK, any, Set.of(Tag.of("seat:1"))));
        refused("condition", "is there already", () -> claim.when(whole));
        refused("claim", "has no event", () -> Commit.of(CART, any()).claiming("username:ann"));
        refused("tags", "name none", () -> Commit.of(CART, any(), "a").claiming());
        Commit after = Commit.of(CART, any(), "a").when(whole.after(Position.of(3)));
        refused("claim", "only after 3", () -> after.claiming("username:ann"));
    }

    @Test
    @DisplayName("a new event carries tags, metadata, id and time, and refuses what cannot be stored")
    void newEvent() {
        EventId id = EventId.fresh();
        NewEvent event = NewEvent.of("a")
                .tagged("item:tea", "by:ann")
                .with(Map.of("ip", "::1"))
                .withId(id)
                .at(Instant.EPOCH);
        assertEquals(
                new NewEvent(
                        "a",
                        Set.of(Tag.of("by:ann"), Tag.of("item:tea")),
                        Map.of("ip", "::1"),
                        Optional.of(id),
                        Optional.of(Instant.EPOCH)),
                event);
        assertEquals("[item:tea, by:ann]", event.tags().toString());
        assertEquals(
                "[item:tea, by:ann, at:noon]",
                event.tagged("at:noon", "by:ann").tags().toString());
        refusedNull("payload", () -> NewEvent.of(null));
        refused("tag", "has no ':'", () -> NewEvent.of("a").tagged("tea"));
        Map<String, String> metadata = new HashMap<>();
        metadata.put("who", null);
        refused("metadata[who]", "is null", () -> NewEvent.of("a").with(metadata));
        metadata.remove("who");
        metadata.put(null, "ann");
        refused("metadata[null]", "has a null key", () -> NewEvent.of("a").with(metadata));
        refused(
                "metadata key",
                "holds a NUL character at index 1",
                () -> NewEvent.of("a").with(Map.of("k\0", "v")));
        refused(
                "metadata[k]",
                "holds an unpaired surrogate at index 0",
                () -> NewEvent.of("a").with(Map.of("k", "\ud800")));
        assertEquals(Map.of("", "\0"), NewEvent.of("a").with(Map.of("", "\0")).metadata());
    }

    @ParameterizedTest(name = "absent {1}, at 3 {2}, deleted at 3 {3}, deleted at 0 {1}: {0}")
    @DisplayName("each expectation is met by its kinds of stream:")
    @CsvSource({
        "any version, true, true, true",
        "no stream, true, false, true",
        "that the stream exists, false, true, false",
        "exactly version 3, false, true, true",
        "exactly version 0, true, false, false",
        "exactly version 2, false, false, false",
    })
    void expectations(String words, boolean absent, boolean atThree, boolean deletedAtThree) {
        ExpectedVersion expected =
                List.of(any(), noStream(), streamExists(), exactly(3), exactly(0), exactly(2)).stream()
                        .filter(each -> each.toString().equals(words))
                        .findFirst()
                        .orElseThrow();
        assertEquals(absent, expected.isMetBy(StreamHead.absent(CART)));
        assertEquals(atThree, expected.isMetBy(StreamHead.at(CART, Version.of(3), Position.of(3))));
        assertEquals(deletedAtThree, expected.isMetBy(StreamHead.deleted(CART, Version.of(3), Position.of(3))));
    }

    @Test
    @DisplayName("no exact version is negative or missing")
    void exact() {
        refused("version", "is -1", () -> exactly(-1));
        refusedNull("expected version", () -> exactly((Version) null));
        assertEquals(exactly(3), exactly(Version.of(3)));
    }

    @Test
    @DisplayName("a result gives the version of each stream and the position of the last event")
    void result() {
        CommitId id = CommitId.fresh();
        AppendResult result = AppendResult.of(
                id,
                List.of(
                        new EventPlace(CART, Version.of(3), Position.of(10)),
                        new EventPlace(CART, Version.of(4), Position.of(11)),
                        new EventPlace(STOCK, Version.of(1), Position.of(15))));
        assertEquals(Version.of(4), result.version(CART));
        assertEquals(Version.of(1), result.version(STOCK));
        assertEquals(Position.of(15), result.position());
        assertEquals("[cart/42, stock/tea]", result.versions().keySet().toString());
        refused("version", "is not one: the commit touched [cart/42, stock/tea]", result::version);
        refused("stream", "cart/1 is not of this commit", () -> result.version(StreamId.of("cart", "1")));
        assertThrows(
                UnsupportedOperationException.class, () -> result.versions().clear());
    }

    @Test
    @DisplayName("the result of no events is the stream's version, and no position")
    void resultOfNothing() {
        CommitId id = CommitId.fresh();
        AppendResult nothing = AppendResult.ofNothing(id, StreamHead.at(CART, Version.of(3), Position.of(3)));
        assertEquals(Version.of(3), nothing.version());
        refused("position", "is none: the append had no events", nothing::position);
        assertTrue(nothing.places().isEmpty());
        refused("versions", "is empty", () -> AppendResult.of(id, List.of()));
        refused("places[0]", "is null", () -> new AppendResult(id, Arrays.asList((EventPlace) null), Map.of()));
        assertFalse(nothing.equals(AppendResult.ofNothing(CommitId.fresh(), StreamHead.absent(CART))));
    }

    private static Commit.StreamEvent in(StreamId stream, Object event) {
        return new Commit.StreamEvent(stream, event);
    }
}
