package org.synapse4j.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.io.InputDecorator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.io.Reader;
import java.io.Serial;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;

/** BSON is read as the JSON that it says; what is none, or says what JSON cannot, is refused without being shown. */
class BsonTest {
    private static final String SECRET = "hunter2";

    private final JacksonSerializer serializer = new JacksonSerializer();

    record Line(String item, int quantity, @Nullable BigDecimal price) {}

    @Test
    @DisplayName("an object is read from BSON")
    void reads() {
        byte[] document = document(
                element(2, "item", string("téa 😀")),
                element(16, "quantity", number(4, 2)),
                element(19, "price", number(8, 1450), number(8, (6176L - 2) << 49)),
                element(10, "unknown"),
                element(4, "more", document(element(8, "0", new byte[] {1}), element(1, "1", number(8, 0)))));
        assertTrue(serializer.reads(Representation.BSON_BYTES));
        assertEquals(new Line("téa 😀", 2, new BigDecimal("14.50")), read(document, Line.class));
        assertEquals(
                "{\"item\":\"téa 😀\",\"quantity\":2,\"price\":14.50,\"unknown\":null,\"more\":[true,0.0]}",
                read(document, JsonNode.class).toString());
        assertEquals(Map.of(), read(document(), Map.class));
    }

    @Test
    @DisplayName("what is no BSON, and what no JSON becomes, is refused with its place and without its contents")
    void refuses() {
        byte[] item = element(2, "item", string(SECRET));
        refused("ends in the middle", new byte[0]);
        refused("ends in the middle", new byte[] {5, 0, 0});
        refused("has a length", new byte[] {4, 0, 0, 0});
        refused("has a length", new byte[] {6, 0, 0, 0, 0});
        refused("has a length", new byte[] {-1, -1, -1, 127, 0});
        refused("has no end", new byte[] {5, 0, 0, 0, 1});
        refused("ends before", document(new byte[] {0}));
        refused("a name without an end", document(new byte[] {2, 'h'}));
        refused("ends in the middle", document(element(18, "a", number(4, 1))));
        refused("has a string whose length", document(element(2, "a", number(4, 100), new byte[] {0})));
        refused("has a string whose length", document(element(2, "a", number(4, 0))));
        refused("has a string whose length", document(element(2, "a", number(4, -1), new byte[] {0})));
        refused("has a length", document(element(3, "a", number(4, 200), new byte[] {0})));
        refused("is not UTF-8", document(element(2, "item", number(4, 2), new byte[] {-1, 0})));
        refused("is not UTF-8", document(new byte[] {10, -1, 0}));
        refused("BSON value of type 9", document(item, element(9, "a", number(8, 0))));
        refused("BSON value of type -1", document(item, element(-1, "a")));
        refused("number that JSON does not have", document(item, element(1, "a", number(8, 0x7ff8L << 48))));
        refused(
                "number that JSON does not have",
                document(item, element(19, "a", number(8, 0), number(8, 0x7cL << 56))));
        refused("a key twice", document(item, item));
        SerializationException e = refused("type 9", document(item, element(9, "a", number(8, 0))));
        assertEquals(
                Line.class.getName() + " cannot be read from BSON (at byte 25): there is a BSON value of type 9, which"
                        + " no JSON becomes",
                e.getMessage());
        assertInstanceOf(JsonParseException.class, e.getCause());
        assertThrows(
                SerializationException.class, () -> read(document(element(16, "quantity", string("x"))), Line.class));
    }

    @Test
    @DisplayName("a sign that stands for malformed text is text itself where it is meant")
    void replacement() {
        assertEquals(
                "\ufffd",
                read(document(element(2, "a", string("\ufffd"))), JsonNode.class)
                        .path("a")
                        .asText());
    }

    @Test
    @DisplayName("of many keys, the one that is there twice is found")
    void manyKeys() {
        byte[][] keys =
                IntStream.range(0, 1_000).mapToObj(i -> element(10, "k" + i)).toArray(byte[][]::new);
        assertEquals(1_000, read(document(keys), Map.class).size());
        for (int twice : new int[] {0, 15, 16, 17, 998}) {
            byte[][] more = Arrays.copyOf(keys, 1_001);
            more[1_000] = keys[twice];
            refused("a key twice", document(more));
        }
    }

    @Test
    @DisplayName("deep nesting is refused, without a stack overflow")
    void deep() {
        assertTrue(read(nested(JacksonSerializer.LEVELS), JsonNode.class).has("a"));
        refused("nesting depth", nested(JacksonSerializer.LEVELS + 1));
        refused("nesting depth", nested(5_000));
    }

    @Test
    @DisplayName("the limits of a mapper are those of its BSON")
    void limits() {
        for (StreamReadConstraints limit : List.of(
                StreamReadConstraints.builder().maxStringLength(4).build(),
                StreamReadConstraints.builder().maxNameLength(3).build(),
                StreamReadConstraints.builder().maxNumberLength(3).build(),
                StreamReadConstraints.builder().maxDocumentLength(20).build(),
                StreamReadConstraints.builder().maxTokenCount(5).build())) {
            JacksonSerializer limited = new JacksonSerializer(new ObjectMapper(
                    JsonFactory.builder().streamReadConstraints(limit).build()));
            byte[] document = document(element(2, "text", string(SECRET)), element(16, "more", number(4, 1234)));
            SerializationException e = assertThrows(
                    SerializationException.class, () -> limited.deserialize(payload(document), JsonNode.class));
            assertTrue(String.valueOf(e.getMessage()).contains("exceeds the maximum"), e.getMessage());
        }
    }

    @Test
    @DisplayName("a mapper whose parsers are of somebody's making, or see other input, is given text only")
    void ownParsers() {
        JsonFactory decorating =
                new JsonFactoryBuilder().inputDecorator(new Same()).build();
        for (JsonFactory own : List.of(new Own(), decorating)) {
            JacksonSerializer ofOwn = new JacksonSerializer(new ObjectMapper(own));
            assertFalse(ofOwn.reads(Representation.BSON_BYTES));
            assertTrue(ofOwn.reads(Representation.JSON));
            assertThrows(SerializationException.class, () -> ofOwn.deserialize(payload(document()), JsonNode.class));
        }
        assertTrue(new JacksonSerializer(new ObjectMapper()).reads(Representation.BSON_BYTES));
    }

    private static final class Own extends JsonFactory {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public String getFormatName() {
            return FORMAT_NAME_JSON;
        }
    }

    private static final class Same extends InputDecorator {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public InputStream decorate(IOContext context, InputStream in) {
            return in;
        }

        @Override
        public @Nullable InputStream decorate(IOContext context, byte[] bytes, int offset, int length) {
            return null;
        }

        @Override
        public Reader decorate(IOContext context, Reader reader) {
            return reader;
        }
    }

    private SerializationException refused(String problem, byte[] document) {
        SerializationException e =
                assertThrows(SerializationException.class, () -> read(document, Line.class), problem);
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(problem), message);
        assertFalse(message.contains(SECRET), message);
        return e;
    }

    private <T> T read(byte[] document, Class<T> type) {
        return serializer.deserialize(payload(document), type);
    }

    private static Payload<Bytes> payload(byte[] document) {
        return new Payload<>(Representation.BSON_BYTES, Bytes.of(document));
    }

    private static byte[] nested(int levels) {
        byte[] inner = document();
        for (int i = 1; i < levels; i++) {
            inner = document(element(3, "a", inner));
        }
        return inner;
    }

    private static byte[] document(byte[]... elements) {
        int size = Arrays.stream(elements).collect(Collectors.summingInt(element -> element.length)) + 5;
        ByteBuffer document =
                ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).putInt(size);
        Arrays.stream(elements).forEach(document::put);
        return document.array();
    }

    private static byte[] element(int type, String name, byte[]... value) {
        byte[] utf8 = name.getBytes(UTF_8);
        int size = Arrays.stream(value).collect(Collectors.summingInt(part -> part.length)) + utf8.length + 2;
        ByteBuffer element =
                ByteBuffer.allocate(size).put((byte) type).put(utf8).put((byte) 0);
        Arrays.stream(value).forEach(element::put);
        return element.array();
    }

    private static byte[] string(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        return ByteBuffer.allocate(utf8.length + 5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(utf8.length + 1)
                .put(utf8)
                .array();
    }

    private static byte[] number(int size, long value) {
        return Arrays.copyOf(
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array(),
                size);
    }
}
