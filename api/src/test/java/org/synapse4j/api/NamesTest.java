package org.synapse4j.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.Refusal.refused;
import static org.synapse4j.api.Refusal.refusedNull;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.api.serialization.Representation;

/** The names: of streams, types, revisions, subscriptions, tags, representations, commits and events. */
@SuppressWarnings("NullAway") // gives nulls on purpose
class NamesTest {
    static Stream<Arguments> names() {
        return Stream.of(
                name("stream category", 512 - 2, value -> StreamId.of(value, "1")),
                name("stream id", 512 - 2, value -> StreamId.of("c", value)),
                name("type name", 256, TypeName::of),
                name("revision", 256, Revision::of),
                name("subscription name", 256, SubscriptionName::of),
                name("representation", 256, Representation::text),
                name("tag key", 256 - 2, value -> new Tag(value, "v")),
                name("tag value", 256 - 2, value -> new Tag("k", value)));
    }

    private static Arguments name(String what, int bytes, Consumer<String> make) {
        return Arguments.of(what, bytes, make);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("every name refuses null, blanks, NUL and unpaired surrogates, saying which name it is:")
    @MethodSource("names")
    void nothingThatIsNoName(String what, int bytes, Consumer<String> make) {
        refusedNull(what, () -> make.accept(null));
        for (String blank : List.of("", " ", "\t\n", "\u2003")) {
            refused(what, "is blank", () -> make.accept(blank));
        }
        refused(what, "holds a NUL character at index 1", () -> make.accept("a\0b"));
        refused(what, "holds an unpaired surrogate at index 1", () -> make.accept("a\ud800b"));
        refused(what, "holds an unpaired surrogate at index 0", () -> make.accept("\udc00\ud800"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("every name takes as many bytes of UTF-8 as stated, and not one more:")
    @MethodSource("names")
    void limitInBytes(String what, int bytes, Consumer<String> make) {
        for (String one : List.of("a", "é", "€", "😀")) {
            int size = one.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            String most = one.repeat(bytes / size) + "x".repeat(bytes % size);
            make.accept(most);
            String whole = what.startsWith("tag") ? "tag" : what.startsWith("stream") ? "stream id" : what;
            refused(whole, "the limit is ", () -> make.accept(most + "x"));
        }
    }

    @Test
    @DisplayName("the error of a long name says how long it is and the limit")
    void limitInWords() {
        refused("type name", "has 257 bytes in UTF-8; the limit is 256", () -> TypeName.of("a".repeat(257)));
        refused(
                "stream id",
                "has 513 bytes in UTF-8 with its category; the limit is 512",
                () -> StreamId.of("c", "é".repeat(255) + "a"));
        refused("stream category", "the limit is 512", () -> StreamId.of("c".repeat(513), "1"));
        refused("tag", "has 257 bytes in UTF-8; the limit is 256", () -> Tag.of("k:" + "v".repeat(255)));
    }

    @Test
    @DisplayName("a stream's name is category/id; the id may hold slashes, the category may not")
    void streamNames() {
        StreamId id = StreamId.parse("cart/2026/42");
        assertEquals(StreamId.of("cart", "2026/42"), id);
        assertEquals("cart/2026/42", id.toString());
        refused("stream category", "'a/b' holds a '/'", () -> StreamId.of("a/b", "1"));
        refused("stream name", "'cart' has no '/'", () -> StreamId.parse("cart"));
        refused("stream category", "is blank", () -> StreamId.parse("/1"));
        refused("stream id", "is blank", () -> StreamId.parse("cart/"));
    }

    @Test
    @DisplayName("names that differ in case or in normalisation are two streams, ordered by category, then id")
    void streamOrder() {
        assertNotEquals(StreamId.of("cart", "é"), StreamId.of("cart", "e\u0301"));
        assertNotEquals(StreamId.of("cart", "a"), StreamId.of("Cart", "a"));
        List<StreamId> ids = new ArrayList<>(
                List.of(StreamId.of("b", "1"), StreamId.of("a-b", "1"), StreamId.of("a", "2"), StreamId.of("a", "10")));
        ids.sort(null);
        assertEquals("[a/10, a/2, a-b/1, b/1]", ids.toString());
    }

    @Test
    @DisplayName("a tag is key:value; the value may hold colons, the key may not")
    void tags() {
        Tag tag = Tag.of("url:https://a");
        assertEquals(new Tag("url", "https://a"), tag);
        assertEquals("url:https://a", tag.toString());
        refused("tag", "'seat' has no ':'", () -> Tag.of("seat"));
        refused("tag key", "'a:b' holds a ':'", () -> new Tag("a:b", "c"));
        refused("tag key", "is blank", () -> Tag.of(":12A"));
        refused("tag value", "is blank", () -> Tag.of("seat:"));
    }

    @Test
    @DisplayName("ids of commits and events are read as they are written, and anything else is refused")
    void ids() {
        CommitId commit = CommitId.fresh();
        assertEquals(commit, CommitId.parse(commit.toString()));
        assertEquals(commit, CommitId.of(commit.value()));
        EventId event = EventId.of(new UUID(1, 2));
        assertEquals(event, EventId.parse(event.toString()));
        refused("commit id", "'42' is not a UUID", () -> CommitId.parse("42"));
        refused("event id", "'' is not a UUID", () -> EventId.parse(""));
        refusedNull("commit id", () -> CommitId.of(null));
        refusedNull("event id", () -> EventId.of(null));
    }

    @Test
    @DisplayName("fresh ids are UUIDs of version 7: all different, and later ones sort later, to the millisecond")
    void freshIds() throws InterruptedException {
        assertEquals(7, EventId.fresh().value().version());
        assertEquals(2, EventId.fresh().value().variant());
        assertEquals(
                1_000, Stream.generate(CommitId::fresh).limit(1_000).distinct().count());
        UUID first = EventId.fresh().value();
        Thread.sleep(2);
        UUID second = EventId.fresh().value();
        assertTrue(first.toString().compareTo(second.toString()) < 0, first + " " + second);
    }
}
