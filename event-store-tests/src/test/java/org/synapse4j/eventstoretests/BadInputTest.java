package org.synapse4j.eventstoretests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.eventstoretests.Stores.CART;
import static org.synapse4j.eventstoretests.Stores.drain;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.jackson.JacksonCborSerializer;
import org.synapse4j.jackson.JacksonSerializer;
import org.synapse4j.xstream.XStreamSerializer;

/** An event that nobody can read is an error of its own, with its place, on every storage; all others are read. */
class BadInputTest {
    private static final Schema NOTED = Schema.of("Noted", "1");
    private static final int DEEP = 100_000;

    private final EventTypes types = EventTypes.builder().add(Noted.class).build();

    @EventType(name = "Noted")
    record Noted(String text) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.synapse4j.eventstoretests.EveryStorage#all")
    @DisplayName(
            "truncated, hostile, deep or ill-encoded payloads name stream, version, position and type, in bounded time:")
    void bad(EveryStorage.Kind kind) {
        StorageStrategy storage = kind.open();
        Map<String, Payload<?>> bad = bad();
        for (Payload<?> payload : bad.values()) {
            Stores.store(storage, NOTED, payload);
            Stores.store(storage, NOTED, Payload.json("{\"text\":\"a\"}"));
        }
        try (EventStore store = EventStore.builder(types)
                .serializer(new JacksonSerializer())
                .reads(new JacksonCborSerializer(), new XStreamSerializer(types))
                .on(storage)) {
            List<StoredEvent> events = drain(store.read(CART));
            assertEquals(2 * bad.size(), events.size());
            int index = 0;
            for (String what : bad.keySet()) {
                StoredEvent event = events.get(index);
                SerializationException e = assertTimeout(
                        Duration.ofSeconds(10),
                        () -> assertThrows(SerializationException.class, event::payload, what),
                        what);
                String message = String.valueOf(e.getMessage());
                String place = "The Noted at version " + (index + 1) + " of stream cart/42, position "
                        + event.position() + " ";
                assertTrue(message.startsWith(place), message);
                assertFalse(message.contains("secret"), message);
                assertEquals(Optional.of(event.serialized().place()), e.place());
                assertEquals(new Noted("a"), events.get(index + 1).payload());
                index += 2;
            }
        }
    }

    private static Map<String, Payload<?>> bad() {
        Map<String, Payload<?>> bad = new LinkedHashMap<>();
        bad.put("JSON, cut off", Payload.json("{\"text\":\"secret"));
        bad.put("JSON, deep", Payload.json("{\"text\":".repeat(DEEP)));
        bad.put("JSON with a class", Payload.json("{\"text\":{\"@class\":\"javax.script.ScriptEngineManager\"}}"));
        bad.put("JSON, a key twice", Payload.json("{\"text\":\"secret\",\"text\":\"secret\"}"));
        bad.put("JSON, not UTF-8", utf8(Representation.JSON_BYTES, "{\"text\":\"secret\\xff\"}"));
        bad.put("CBOR, cut off", cbor("\\xa1\\x64text\\x66secr"));
        bad.put("CBOR, deep", new Payload<>(JacksonCborSerializer.CBOR, Bytes.of(deepCbor())));
        bad.put("CBOR, not UTF-8", cbor("\\xa1\\x64text\\x67secret\\xff"));
        bad.put("XML, cut off", xml("<Noted><text>secret"));
        bad.put("XML, deep", xml("<Noted><text>" + "<x>".repeat(DEEP)));
        bad.put("XML with an entity", xml("<!DOCTYPE x [<!ENTITY e 'secret'>]><Noted><text>&e;</text></Noted>"));
        bad.put(
                "XML, a gadget in place of a field",
                xml("<Noted><text class=\"java.lang.ProcessBuilder\"><command><string>secret</string></command>"
                        + "</text></Noted>"));
        bad.put(
                "XML, a gadget in a sorted set",
                xml("<Noted><text class=\"sorted-set\"><string>secret</string><dynamic-proxy>"
                        + "<interface>java.lang.Comparable</interface><handler class=\"java.beans.EventHandler\">"
                        + "<target class=\"java.lang.ProcessBuilder\"><command><string>secret</string></command></target>"
                        + "<action>start</action></handler></dynamic-proxy></text></Noted>"));
        bad.put("XML, not UTF-8", utf8(Representation.XML_BYTES, "<Noted><text>secret\\xff</text></Noted>"));
        bad.put("in a form that nobody reads", new Payload<>(Representation.text("yaml"), "text: secret"));
        return bad;
    }

    private static Payload<String> xml(String text) {
        return new Payload<>(Representation.XML, text);
    }

    private static Payload<Bytes> cbor(String escaped) {
        return utf8(JacksonCborSerializer.CBOR, escaped);
    }

    /** The text's bytes, {@code \xNN} among them. */
    private static Payload<Bytes> utf8(Representation<Bytes> representation, String escaped) {
        byte[] bytes = new byte[escaped.length()];
        int size = 0;
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.startsWith("\\x", i)) {
                bytes[size++] = (byte) Integer.parseInt(escaped.substring(i + 2, i + 4), 16);
                i += 3;
            } else {
                bytes[size++] = escaped.substring(i, i + 1).getBytes(UTF_8)[0];
            }
        }
        return new Payload<>(representation, Bytes.of(Arrays.copyOf(bytes, size)));
    }

    private static byte[] deepCbor() {
        byte[] deep = new byte[DEEP];
        Arrays.fill(deep, (byte) 0x81);
        return deep;
    }
}
