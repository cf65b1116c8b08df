package org.synapse4j.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Serializer;

/** The levels that are promised hold on a small stack, and one more is refused before it is stored. */
class DepthTest {
    private static final int STACK = 512 * 1024;
    private static final int LEVELS = JacksonSerializer.LEVELS;

    record Chain(@Nullable Chain inner) {}

    record Mixed(Optional<Map<String, List<Mixed>>> inner) {}

    record Open(@Nullable Object inner) {}

    record Tree(JsonNode inner) {}

    sealed interface Node {}

    @EventType(name = "Branch")
    record Branch(List<Node> inner) implements Node {}

    record Root(Node node) {}

    /** Objects with so many levels, or one or two fewer. */
    private static Stream<Object> objects(int levels) {
        Chain chain = new Chain(null);
        for (int i = 1; i < levels; i++) {
            chain = new Chain(chain);
        }
        Mixed mixed = new Mixed(Optional.empty());
        for (int i = 1; i + 3 <= levels; i += 3) {
            mixed = new Mixed(Optional.of(Map.of("k", List.of(mixed))));
        }
        Object open = List.of();
        JsonNode tree = JsonNodeFactory.instance.objectNode();
        for (int i = 2; i < levels; i++) {
            open = i % 2 == 0 ? List.of(open) : Map.of("k", open);
            tree = i % 2 == 0
                    ? JsonNodeFactory.instance.arrayNode().add(tree)
                    : JsonNodeFactory.instance.objectNode().set("k", tree);
        }
        Node node = new Branch(List.of());
        for (int i = 3; i + 2 <= levels; i += 2) {
            node = new Branch(List.of(node));
        }
        return Stream.of(chain, mixed, new Open(open), new Tree(tree), new Root(node));
    }

    static Stream<Object> deep() {
        return objects(LEVELS);
    }

    static Stream<Object> tooDeep() {
        return objects(LEVELS + 3);
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("as many levels as are promised are written and read on a stack of 512 KiB:")
    void deep(Object object) throws Exception {
        for (Serializer serializer : List.of(new JacksonSerializer(), new JacksonCborSerializer())) {
            Object back = onSmallStack(() -> {
                Payload<?> payload =
                        serializer.serialize(object, serializer.writes().get(0));
                return serializer.deserialize(payload, object.getClass());
            });
            assertEquals(object, back);
        }
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("more are refused when written, on that stack too:")
    void tooDeep(Object object) throws Exception {
        for (Serializer serializer : List.of(new JacksonSerializer(), new JacksonCborSerializer())) {
            SerializationException e = onSmallStack(() -> assertThrows(
                    SerializationException.class,
                    () -> serializer.serialize(object, serializer.writes().get(0))));
            assertTrue(String.valueOf(e.getMessage()).contains("more than " + LEVELS + " levels"), e.getMessage());
        }
    }

    @Test
    @DisplayName("what contains itself is refused on that stack, and so is a payload of any depth")
    void endless() throws Exception {
        Map<String, Object> circle = new java.util.HashMap<>();
        circle.put("k", circle);
        JacksonSerializer serializer = new JacksonSerializer();
        onSmallStack(() -> assertThrows(
                SerializationException.class,
                () -> serializer.serialize(new Open(circle), serializer.writes().get(0))));
        for (int levels : new int[] {LEVELS + 1, 1_000, 100_000}) {
            for (String open : List.of("{\"inner\":", "[")) {
                Payload<String> payload = Payload.json("{\"inner\":" + open.repeat(levels));
                for (Class<?> type : List.of(Open.class, Chain.class, Tree.class)) {
                    onSmallStack(() ->
                            assertThrows(SerializationException.class, () -> serializer.deserialize(payload, type)));
                }
            }
        }
    }

    private static <T> T onSmallStack(java.util.concurrent.Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(null, task, "small stack", STACK).start();
        return task.get();
    }
}
