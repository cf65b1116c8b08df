package org.synapse4j.api.serialization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.Refusal.refused;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.SerializationException;

/** Chains of upcasters, on text that needs no parser. */
class UpcastersTest {
    private static final StreamId STREAM = StreamId.of("cart", "1");
    private static final Schema ONE = Schema.of("A", "1");
    private static final Schema TWO = Schema.of("A", "2");
    private static final Schema THREE = Schema.of("B", "1");
    private static final Representation<String> FORM = Representation.JSON;

    @Test
    @DisplayName("a chain leads on by revision, in whatever order it was given")
    void chain() {
        List<Upcaster<?>> upcasters = new ArrayList<>(List.of(
                append(ONE, TWO, "2"),
                Upcaster.rename(TWO, THREE),
                append(THREE, Schema.of("B", "2"), "b"),
                append(Schema.of("B", "2"), Schema.of("B", "3"), "c")));
        Random random = new Random(1);
        for (int i = 0; i < 24; i++) {
            Collections.shuffle(upcasters, random);
            assertEquals(List.of("B revision 3: x2bc"), run(Upcasters.of(upcasters), ONE, "x"));
        }
    }

    @Test
    @DisplayName("what no upcaster leads from stays the same object")
    void untouched() {
        Upcasters upcasters = Upcasters.of(append(ONE, TWO, "2"));
        assertFalse(upcasters.touch(TWO.type(), TWO.revision()));
        UpcastInput<Payload<?>> event = event(TWO, Payload.json("x"));
        assertSame(
                event.payload(),
                upcasters
                        .upcast(event, UpcastContext.of(STREAM), Converters.standard())
                        .get(0)
                        .payload());
    }

    @Test
    @DisplayName("one becomes several, none, or other types, in order, and each part is led on")
    void split() {
        Upcasters upcasters = Upcasters.of(
                Upcaster.split(
                        ONE,
                        Set.of(TWO, THREE),
                        FORM,
                        (event, context) -> List.of(
                                event.part(TWO, "l"),
                                event.part(THREE, "m").with(Map.of("k", "v")),
                                event.part(TWO, "r"))),
                append(TWO, Schema.of("A", "3"), "!"),
                Upcaster.drop(Schema.of("C", "1")),
                Upcaster.split(Schema.of("D", "1"), Set.of(), FORM, (event, context) -> List.of()));
        assertEquals(List.of("A revision 3: l!", "B revision 1: m", "A revision 3: r!"), run(upcasters, ONE, "x"));
        assertEquals(List.of(), run(upcasters, Schema.of("C", "1"), "x"));
        assertEquals(List.of(), run(upcasters, Schema.of("D", "1"), "x"));
        List<UpcastPart<Payload<?>>> parts =
                upcasters.upcast(event(ONE, Payload.json("x")), UpcastContext.of(STREAM), Converters.standard());
        assertEquals(Map.of("by", "test"), parts.get(0).metadata());
        assertEquals(Map.of("k", "v"), parts.get(1).metadata());
    }

    @Test
    @DisplayName("a rename and a drop look at no payload; a change looks when it is asked for, and once")
    void lazy() {
        AtomicInteger looked = new AtomicInteger();
        Payload<String> payload = Payload.deferred(FORM, () -> "x" + looked.incrementAndGet());
        Upcasters upcasters =
                Upcasters.of(Upcaster.rename(ONE, TWO), append(TWO, THREE, "!"), Upcaster.drop(Schema.of("C", "1")));
        List<UpcastPart<Payload<?>>> parts =
                upcasters.upcast(event(ONE, payload), UpcastContext.of(STREAM), Converters.standard());
        upcasters.upcast(event(Schema.of("C", "1"), payload), UpcastContext.of(STREAM), Converters.standard());
        assertEquals(0, looked.get());
        assertEquals(THREE, parts.get(0).schema());
        assertEquals("x1!", parts.get(0).payload().value());
        assertEquals("x1!", parts.get(0).payload().value());
        assertEquals(1, looked.get());
    }

    @Test
    @DisplayName("a change that failed begins anew with what is stored")
    void again() {
        AtomicInteger calls = new AtomicInteger();
        Representation<StringBuilder> tree = new Representation<>("tree", StringBuilder.class);
        Converters converters = Converters.standard().preferring(new ToTree(tree));
        Upcaster<?> mutating =
                Upcaster.change(ONE, TWO, tree, event -> event.payload().append("1"));
        Upcaster<?> failing = Upcaster.change(TWO, THREE, tree, event -> {
            event.payload().append("2");
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("secret");
            }
            return event.payload();
        });
        Payload<?> payload = Upcasters.of(mutating, failing)
                .upcast(event(ONE, Payload.json("x")), UpcastContext.of(STREAM), converters)
                .get(0)
                .payload();
        SerializationException e = assertThrows(SerializationException.class, payload::value);
        assertEquals(
                "The upcaster from A revision 2 to [B revision 1] failed: java.lang.IllegalStateException",
                e.getMessage());
        assertEquals("x12", payload.value().toString());
    }

    @Test
    @DisplayName("a part that was not declared is an error")
    void undeclared() {
        Upcasters upcasters = Upcasters.of(
                Upcaster.split(ONE, Set.of(TWO), FORM, (event, context) -> List.of(event.part(THREE, "x"))));
        SerializationException e = assertThrows(SerializationException.class, () -> run(upcasters, ONE, "x"));
        assertTrue(String.valueOf(e.getMessage()).contains("part is of B revision 1, which"), e.getMessage());
    }

    @Test
    @DisplayName("two that lead from the same schema, and circles of any length, are refused when the chain is built")
    void refusals() {
        refused(
                "upcasters",
                "two that lead from A revision 1",
                () -> Upcasters.of(append(ONE, TWO, ""), Upcaster.drop(ONE)));
        refused("upcasters", "in a circle from A revision 1", () -> Upcasters.of(append(ONE, ONE, "")));
        refused(
                "upcasters",
                "in a circle from",
                () -> Upcasters.of(append(ONE, TWO, ""), append(TWO, THREE, ""), Upcaster.rename(THREE, ONE)));
        refused(
                "upcasters",
                "in a circle from",
                () -> Upcasters.of(
                        append(Schema.of("C", "1"), ONE, ""),
                        Upcaster.split(ONE, Set.of(TWO, THREE), FORM, (event, context) -> List.of()),
                        Upcaster.rename(THREE, ONE)));
    }

    @Test
    @DisplayName("the stored names of a type are all that may lead to it, by way of others too")
    void storedNames() {
        Upcasters upcasters = Upcasters.of(
                Upcaster.rename(ONE, THREE),
                Upcaster.split(THREE, Set.of(Schema.of("C", "1"), Schema.of("D", "1")), FORM, (e, c) -> List.of()));
        assertEquals(names("A", "B", "C"), upcasters.storedNamesOf(TypeName.of("C")));
        assertEquals(names("A", "B"), upcasters.storedNamesOf(TypeName.of("B")));
        assertEquals(names("A"), upcasters.storedNamesOf(TypeName.of("A")));
        assertEquals(names("E"), upcasters.storedNamesOf(TypeName.of("E")));
    }

    @Test
    @DisplayName("notes are seen by later events of the same stream only, and the oldest of too many are forgotten")
    void context() {
        UpcastContext context = UpcastContext.of(STREAM);
        context.put("currency", "EUR");
        assertEquals(Optional.of("EUR"), context.at(STREAM).get("currency", String.class));
        assertEquals(Optional.empty(), context.get("currency", Integer.class));
        UpcastContext other = context.at(StreamId.of("cart", "2"));
        assertEquals(Optional.empty(), other.get("currency", String.class));
        for (int i = 0; i < UpcastContext.LIMIT; i++) {
            other.put("n" + i, i);
        }
        assertEquals(Optional.empty(), context.get("currency", String.class));
        assertEquals(Optional.of(0), other.get("n0", Integer.class));
    }

    private static Set<TypeName> names(String... names) {
        return Set.of(names).stream().map(TypeName::of).collect(java.util.stream.Collectors.toSet());
    }

    private static Upcaster<String> append(Schema from, Schema to, String mark) {
        return Upcaster.change(from, to, FORM, event -> event.payload() + mark);
    }

    private static List<String> run(Upcasters upcasters, Schema schema, String text) {
        return upcasters
                .upcast(event(schema, Payload.json(text)), UpcastContext.of(STREAM), Converters.standard())
                .stream()
                .map(part -> part.schema() + ": " + part.payload().value())
                .toList();
    }

    private static UpcastInput<Payload<?>> event(Schema schema, Payload<?> payload) {
        return new UpcastInput<>(STREAM, Version.FIRST, schema, payload, Map.of("by", "test"), Set.of(), Instant.EPOCH);
    }

    private record ToTree(Representation<StringBuilder> to) implements Converter<String, StringBuilder> {
        @Override
        public Representation<String> from() {
            return FORM;
        }

        @Override
        public StringBuilder convert(String value) {
            return new StringBuilder(value);
        }
    }
}
