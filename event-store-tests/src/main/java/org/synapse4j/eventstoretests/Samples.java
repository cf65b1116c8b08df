package org.synapse4j.eventstoretests;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.jackson.JsonTree;
import org.synapse4j.tck.serialization.SerializerSubject;
import org.synapse4j.tck.serialization.UpcasterSubject;

/** The payloads on which the rules are tried. */
final class Samples {
    static final String SECRET = "hunter2";
    static final Schema OLD = Schema.of("ItemAdded", "1");
    static final Schema NOW = Schema.of("ItemAdded", "2");
    static final EventTypes TYPES = EventTypes.of(Sample.class);

    private Samples() {}

    sealed interface Sample {}

    @EventType(name = "ItemAdded", revision = "2")
    record Added(String item, int quantity, BigDecimal price, Instant at) implements Sample {}

    @EventType(name = "CartFilled")
    record Filled(String name, List<Added> items, Optional<String> note) implements Sample {}

    static SerializerSubject serializer(Serializer serializer) {
        Added added = new Added(SECRET + " é€😀\n\"<&", Integer.MIN_VALUE, new BigDecimal("2.50"), Instant.EPOCH);
        return new SerializerSubject(
                serializer,
                List.of(
                        added,
                        new Added("", 0, new BigDecimal("1E-20"), Instant.parse("2026-03-01T12:34:56.123456789Z")),
                        new Filled(SECRET, List.of(added), Optional.of("x")),
                        new Filled(SECRET, List.of(), Optional.empty())),
                SECRET);
    }

    /** The right upcaster of the subject. */
    static Upcaster<?> upcaster() {
        return JsonTree.change(
                OLD, NOW, item -> item.put("quantity", item.required("count").intValue()));
    }

    static UpcasterSubject upcaster(Upcaster<?> upcaster) {
        return new UpcasterSubject(
                upcaster,
                Converters.found(),
                Payload.json("{\"item\":\"tea\",\"count\":2}"),
                List.of(Payload.json("{\"item\":\"tea\",\"count\":2,\"quantity\":2}")),
                Payload.json("{\"item\":\"tea\"}"));
    }

    static List<String> jsonTexts() {
        return List.of(
                "{\"a\":[1,2.50,1E+400],\"b\":{\"\":null}}", "{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}", "\"é😀\"", "[]");
    }
}
