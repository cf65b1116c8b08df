package org.synapse4j.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;

/** CBOR: what goes in comes out, and what is malformed or hostile is a typed error that does not show it. */
class CborTest {
    private static final String SECRET = "hunter2";

    private final JacksonCborSerializer serializer = new JacksonCborSerializer();
    private final ObjectMapper cbor = new CBORMapper();

    record Measured(
            String name,
            BigDecimal decimal,
            BigInteger integer,
            Instant time,
            Optional<String> perhaps,
            List<Long> numbers) {}

    record Loose(Object value) {}

    record Counted(String name, int count) {}

    @Test
    @DisplayName("any of 2,000 objects that a fixed seed makes comes back equal, decimals with their scale")
    void roundTrip() {
        Random random = new Random(20260301);
        for (int i = 0; i < 2_000; i++) {
            Measured given = new Measured(
                    random.ints(random.nextInt(6), 0x20, 0xd7ff)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString(),
                    new BigDecimal(new BigInteger(random.nextInt(1, 300), random), random.nextInt(-50, 50)),
                    new BigInteger(random.nextInt(1, 1_000), random).negate(),
                    Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                    random.nextBoolean() ? Optional.of(SECRET) : Optional.empty(),
                    List.of(random.nextLong(), Long.MIN_VALUE));
            assertEquals(given, serializer.deserialize(bytes(given), Measured.class));
        }
    }

    @Test
    @DisplayName("it is smaller than JSON, and its tree says the same as that of the JSON")
    void tree() {
        Counted counted = new Counted("tea", 2);
        Payload<Bytes> bytes = bytes(counted);
        String json =
                new JacksonSerializer().serialize(counted, Representation.JSON).value();
        assertTrue(bytes.size() < json.length(), () -> bytes.size() + " against " + json.length());
        JsonNode tree = new JsonTree.FromCbor().convert(bytes.value());
        assertEquals(json, new JsonTree.ToText().convert(tree));
        assertEquals(counted, serializer.deserialize(new Payload<>(JsonTree.REPRESENTATION, tree), Counted.class));
    }

    @Test
    @DisplayName("what JSON could not say, or nobody could read back, is refused when writing")
    void refusedWriting() {
        for (Object bad : List.of(
                Double.NaN,
                Float.NEGATIVE_INFINITY,
                "\ud800",
                Map.of("\udc00", 1),
                new BigDecimal(BigInteger.TEN.pow(1_000), 5))) {
            assertThrows(SerializationException.class, () -> bytes(new Loose(bad)));
        }
    }

    @Test
    @DisplayName(
            "bytes cut off anywhere, changed anywhere, or followed by others never lead to anything but a typed error")
    void damaged() {
        byte[] whole = bytes(new Counted(SECRET, 2)).value().toArray();
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
        refused(Arrays.copyOf(whole, whole.length + 1));
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) (1 << bit);
                try {
                    serializer.deserialize(payload(changed), Counted.class);
                } catch (SerializationException e) {
                    assertFalse(String.valueOf(e.getMessage()).contains(SECRET), e.getMessage());
                }
            }
        }
    }

    @Test
    @DisplayName(
            "a length that is a lie, deep nesting, a key twice and null are refused, without the memory they ask for")
    void hostile() throws IOException {
        refused(0x7b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
        refused(0x7a, 0x7f, 0xff, 0xff, 0xff);
        refused(0x9a, 0x7f, 0xff, 0xff, 0xff);
        refused(0xa1, 0x64, 'n', 'a', 'm', 'e', 0x5a, 0x7f, 0xff, 0xff, 0xff);
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) 0x81);
        refused(deep);
        byte[] deepInside = new byte[100_000];
        Arrays.fill(deepInside, (byte) 0x9f);
        deepInside[0] = (byte) 0xa1;
        deepInside[1] = 0x61;
        deepInside[2] = 'x';
        refused(deepInside);
        refused(0xf6);
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        try (var generator = cbor.getFactory().createGenerator(twice)) {
            generator.writeStartObject();
            generator.writeStringField("name", "a");
            generator.writeStringField("name", SECRET);
            generator.writeNumberField("count", 1);
            generator.writeEndObject();
        }
        refused(twice.toByteArray());
        assertThrows(
                SerializationException.class, () -> new JsonTree.FromCbor().convert(Bytes.of(twice.toByteArray())));
    }

    @Test
    @DisplayName("class names in a payload are data, never obeyed")
    void classNames() throws IOException {
        byte[] bytes = cbor.writeValueAsBytes(Map.of("value", List.of("java.lang.ProcessBuilder", Map.of())));
        assertEquals(
                new Loose(List.of("java.lang.ProcessBuilder", Map.of())),
                serializer.deserialize(payload(bytes), Loose.class));
    }

    @Test
    @DisplayName("another representation than CBOR is refused")
    void otherRepresentation() {
        assertFalse(serializer.reads(Representation.BYTES));
        assertThrows(SerializationException.class, () -> serializer.serialize("x", Representation.BYTES));
        assertThrows(SerializationException.class, () -> serializer.deserialize(Payload.json("1"), Integer.class));
    }

    private void refused(int... bytes) {
        byte[] given = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            given[i] = (byte) bytes[i];
        }
        refused(given);
    }

    private void refused(byte[] bytes) {
        SerializationException e =
                assertThrows(SerializationException.class, () -> serializer.deserialize(payload(bytes), Counted.class));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith(Counted.class.getName() + " cannot be read from CBOR"), message);
        assertFalse(message.contains(SECRET), message);
    }

    private static Payload<Bytes> payload(byte[] bytes) {
        return new Payload<>(JacksonCborSerializer.CBOR, Bytes.of(bytes));
    }

    private Payload<Bytes> bytes(Object object) {
        return serializer.serialize(object, JacksonCborSerializer.CBOR);
    }
}
