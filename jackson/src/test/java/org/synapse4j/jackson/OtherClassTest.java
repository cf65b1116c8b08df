package org.synapse4j.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Serializer;

/** A payload of another class is noticed; a missing value is, if that is asked for. */
class OtherClassTest {
    private final JacksonSerializer serializer = new JacksonSerializer();
    private final JacksonSerializer refusing = serializer.refusingMissing();

    record Old(String first, Map<String, Integer> second) {}

    record Renamed(@Nullable String other, int number) {}

    record Kept(@Nullable String first, int number) {}

    record Empty() {}

    record Aliased(@JsonAlias("first") @Nullable String name) {}

    @JsonIgnoreProperties({"first", "second"})
    record Ignoring(@Nullable String other) {}

    record Unwrapping(@JsonUnwrapped @Nullable Kept kept) {}

    static final class Takes {
        public int number;
        final Map<String, Object> all = new HashMap<>();

        @JsonAnySetter
        void put(String name, Object value) {
            all.put(name, value);
        }
    }

    record Whole(
            int number,
            long big,
            boolean flag,
            String text,
            Optional<String> perhaps,
            @Nullable String maybe) {}

    record Small(byte number) {}

    @Test
    @DisplayName("a payload whose properties are all unknown to the class is refused, in every form")
    void unknown() {
        Old old = new Old("hunter2", Map.of("other", 1));
        for (Serializer each : List.of(serializer, new JacksonCborSerializer())) {
            Payload<?> payload = each.serialize(old, each.writes().get(0));
            SerializationException e =
                    assertThrows(SerializationException.class, () -> each.deserialize(payload, Renamed.class));
            assertTrue(String.valueOf(e.getMessage()).contains("give it a new revision"), e.getMessage());
            assertEquals(new Kept("hunter2", 0), each.deserialize(payload, Kept.class));
            assertEquals(new Empty(), each.deserialize(payload, Empty.class));
            assertEquals(new Aliased("hunter2"), each.deserialize(payload, Aliased.class));
            assertEquals(new Ignoring(null), each.deserialize(payload, Ignoring.class));
            assertEquals(new Unwrapping(new Kept("hunter2", 0)), each.deserialize(payload, Unwrapping.class));
            assertEquals(2, each.deserialize(payload, Takes.class).all.size());
        }
        Payload<?> tree =
                new Payload<>(JsonTree.REPRESENTATION, new JsonTree.FromText().convert("{\"first\":\"hunter2\"}"));
        assertThrows(SerializationException.class, () -> serializer.deserialize(tree, Renamed.class));
    }

    @ParameterizedTest
    @DisplayName("some that are unknown beside one that is known, in any order, or none at all, are not:")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{\"first\":{\"other\":1},\"other\":\"a\"}",
                "{ \"other\" : null }",
                "{\"\\u006fther\":\"a\"}"
            })
    void known(String json) {
        assertEquals(
                Renamed.class,
                serializer.deserialize(Payload.json(json), Renamed.class).getClass());
    }

    @ParameterizedTest
    @DisplayName("a missing value is an error that names it, where that is asked for:")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"big\":1,\"flag\":true,\"text\":\"a\"}|number",
                "{\"number\":1,\"flag\":true,\"text\":\"a\"}|big",
                "{\"number\":1,\"big\":1,\"text\":\"a\"}|flag",
                "{\"number\":1,\"big\":1,\"flag\":true}|text",
                "{\"number\":null,\"big\":1,\"flag\":true,\"text\":\"a\"}|number"
            })
    void missing(String json, String name) {
        serializer.deserialize(Payload.json(json), Whole.class);
        SerializationException e =
                assertThrows(SerializationException.class, () -> refusing.deserialize(Payload.json(json), Whole.class));
        assertTrue(String.valueOf(e.getMessage()).contains("at " + name), e.getMessage());
    }

    @Test
    @DisplayName("what may be missing may be so with that option too")
    void mayBeMissing() {
        assertEquals(
                new Whole(1, 2, true, "a", Optional.empty(), null),
                refusing.deserialize(
                        Payload.json("{\"number\":1,\"big\":2,\"flag\":true,\"text\":\"a\"}"), Whole.class));
    }

    @ParameterizedTest
    @DisplayName("a number that is out of range is said to be that:")
    @CsvSource({"300", "99999999999", "-129"})
    void outOfRange(String number) {
        SerializationException e = assertThrows(
                SerializationException.class,
                () -> serializer.deserialize(Payload.json("{\"number\":" + number + "}"), Small.class));
        assertTrue(String.valueOf(e.getMessage()).contains("out of range"), e.getMessage());
    }
}
