package org.synapse4j.jackson;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.POJONode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.Serializer;

/** A value in a place that says little of what is in it comes back as what it was, or is refused. */
class OpenPlacesTest {
    private final JacksonSerializer serializer = new JacksonSerializer();

    record Open(@Nullable Object object) {}

    record OpenMap(Map<String, Object> map) {}

    record OpenKeys(Map<Object, Integer> map) {}

    record Numbers(Map<String, Number> map) {}

    record Tree(JsonNode node) {}

    record Text(CharSequence text) {}

    record Perhaps(Optional<Object> perhaps) {}

    record Raw(@JsonRawValue String json) {}

    static class Above {
        public int number = 1;
    }

    static final class Below extends Above {
        public int more = 2;
    }

    record OfAbove(List<Above> all) {}

    static final class Any {
        public int number = 1;
        private final Map<String, Object> all = new LinkedHashMap<>();

        @JsonAnyGetter
        public Map<String, Object> all() {
            return all;
        }

        @JsonAnySetter
        Any put(String name, Object value) {
            all.put(name, value);
            return this;
        }
    }

    enum Sign {
        PLUS {
            @Override
            int of(int number) {
                return number;
            }
        },
        MINUS {
            @Override
            int of(int number) {
                return -number;
            }
        };

        abstract int of(int number);
    }

    sealed interface Family {}

    @EventType(name = "Member")
    record Member(int number) implements Family {}

    @EventType(name = "Constants")
    enum Constants implements Family {
        ONE {
            @Override
            public String toString() {
                return "1";
            }
        },
        TWO
    }

    record OfFamily(List<Family> families, Sign sign, Map<Sign, Constants> signs) {}

    private static Map<Object, Object> map(Object... entries) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(entries[i], entries[i + 1]);
        }
        return map;
    }

    private static Map<String, Object> one(Object value) {
        return new HashMap<>(Map.of("k", value));
    }

    static Stream<Object> fit() {
        return Stream.of(
                new Open(null),
                new Open("é"),
                new Open(true),
                new Open(1),
                new Open(1L << 40),
                new Open(BigInteger.ONE.shiftLeft(70)),
                new Open(new BigDecimal("100")),
                new Open(new BigDecimal("1E+3")),
                new Open(new BigDecimal("0.10")),
                new Open(new BigDecimal("-0")),
                new Open(Arrays.asList(1, "a", null, List.of(), Map.of("k", List.of(new BigDecimal("7"))))),
                new OpenMap(one(new BigDecimal("100"))),
                new OpenMap(one(map("a", map("b", List.of())))),
                new OpenKeys(new HashMap<>(Map.of("1", 1))),
                new Numbers(new HashMap<>(Map.of("d", new BigDecimal("100"), "i", 100, "s", new BigDecimal("1.50")))),
                new Tree(JsonNodeFactory.instance
                        .objectNode()
                        .put("d", new BigDecimal("100"))
                        .put("i", 100)),
                new Text("a"),
                new Perhaps(Optional.of(new BigDecimal("100"))),
                new Perhaps(Optional.empty()),
                new OfFamily(
                        List.of(new Member(1), Constants.ONE, Constants.TWO),
                        Sign.MINUS,
                        new HashMap<>(Map.of(Sign.PLUS, Constants.ONE))));
    }

    @ParameterizedTest
    @MethodSource("fit")
    @DisplayName("a value that JSON has comes back equal, a decimal with its scale, a constant as itself:")
    void fit(Object object) {
        for (Serializer each : List.of(serializer, new JacksonCborSerializer())) {
            assertEquals(
                    object,
                    each.deserialize(each.serialize(object, each.writes().get(0)), object.getClass()));
        }
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                arguments(new Open(Instant.EPOCH), "(at object): there is a java.time.Instant"),
                arguments(new Open(UUID.randomUUID()), "(at object): there is a java.util.UUID"),
                arguments(new Open(DayOfWeek.MONDAY), "(at object): there is a java.time.DayOfWeek"),
                arguments(new Open(new Member(1)), "(at object): there is a " + Member.class.getName()),
                arguments(new Open('a'), "(at object): there is a java.lang.Character"),
                arguments(new Open(new int[0]), "(at object): there is a [I"),
                arguments(new Open(new byte[1]), "(at object): there is a [B"),
                arguments(new Open(Set.of(1)), "(at object): there is a java.util.ImmutableCollections"),
                arguments(new Open(Optional.of(1)), "(at object): there is a java.util.Optional"),
                arguments(new Open(new AtomicInteger()), "java.util.concurrent.atomic.AtomicInteger"),
                arguments(new Open(new RuntimeException()), "java.lang.RuntimeException"),
                arguments(new Open(new Object[0]), "(at object): there is a [Ljava.lang.Object"),
                arguments(new Open(List.of(List.of(Instant.EPOCH))), "(at object[0][0]): there is a"),
                arguments(new Open(map("a", map("b", Instant.EPOCH))), "(at object.a.b): there is a"),
                arguments(new Open(map(1, "a")), "(at object.Integer): there is a java.lang.Integer"),
                arguments(new Open(map(1, "a", "1", "b")), "there is a java.lang.Integer"),
                arguments(new Open(Collections.singletonMap(null, "a")), "there is a null key"),
                arguments(new OpenMap(one(Instant.EPOCH)), "(at map.k): there is a java.time.Instant"),
                arguments(new OpenKeys(Map.of(1, 1)), "(at map.Integer): there is a java.lang.Integer"),
                arguments(new OpenKeys(Map.of(Instant.EPOCH, 1)), "java.time.Instant"),
                arguments(new Numbers(Map.of("k", new AtomicInteger())), "(at map.k): there is a"),
                arguments(new Tree(new POJONode(Instant.EPOCH)), "(at node): there is a " + POJONode.class.getName()),
                arguments(new Tree(JsonNodeFactory.instance.arrayNode().add(new byte[1])), "(at node[0]): there is a"),
                arguments(new Text(java.nio.CharBuffer.wrap("a")), "(at text): there is a java.nio"),
                arguments(new Perhaps(Optional.of(Instant.EPOCH)), "(at perhaps): there is a java.time.Instant"),
                arguments(new Raw("{"), "written raw"),
                arguments(new OfAbove(List.of(new Above(), new Below())), "(at all[1]): there is a "),
                arguments(new Any().put("number", 2), "a key is there twice"),
                arguments(new Any().put("when", Instant.EPOCH), "there is a java.time.Instant"),
                arguments(
                        new OpenMap(Collections.unmodifiableMap(new HashMap<>(one(new ArrayList<>(List.of('a')))))),
                        "(at map.k[0]): there is a java.lang.Character"));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    @DisplayName("what would come back as something else is refused when written, with the class and where it stands:")
    void unfit(Object object, String says) {
        for (Serializer each : List.of(serializer, new JacksonCborSerializer())) {
            SerializationException e = assertThrows(
                    SerializationException.class,
                    () -> each.serialize(object, each.writes().get(0)));
            String message = String.valueOf(e.getMessage());
            assertTrue(message.startsWith(object.getClass().getName() + " cannot be written"), message);
            assertTrue(message.contains(says), message);
        }
    }

    @Test
    @DisplayName("a class that is let off may stand in an open place; others beside it may not")
    void trusted() {
        JacksonSerializer trusting = serializer.trusting(Instant.class);
        assertDoesNotThrow(() -> trusting.serialize(
                new Open(List.of(Instant.EPOCH)), trusting.writes().get(0)));
        assertThrows(
                SerializationException.class,
                () -> trusting.serialize(
                        new Open(List.of('a')), trusting.writes().get(0)));
        assertFalse(serializer.check(Open.class).iterator().hasNext());
    }
}
