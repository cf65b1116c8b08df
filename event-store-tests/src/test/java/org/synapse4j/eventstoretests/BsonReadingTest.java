package org.synapse4j.eventstoretests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.eventstoretests.Samples.Added;
import org.synapse4j.eventstoretests.Samples.Filled;
import org.synapse4j.jackson.JacksonSerializer;
import org.synapse4j.mongocommon.BsonForm;
import org.synapse4j.mongocommon.bson.JsonBson;

/** Jackson reads from BSON the same as from the JSON text of the same bytes; hostile bytes are a typed error. */
class BsonReadingTest {
    private static final Converters CONVERTERS = Converters.found();
    private static final JacksonSerializer SERIALIZER = new JacksonSerializer();
    private static final JacksonSerializer OWN = new JacksonSerializer(
            JsonMapper.builder().build().disable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS));
    private static final JacksonSerializer BIG = new JacksonSerializer(new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS));
    private static final List<JacksonSerializer> TOKENS =
            IntStream.range(0, Tokens.ORDERS).mapToObj(Tokens::serializer).toList();

    @Test
    @DisplayName("arbitrary JSON: the same tokens, trees and maps")
    void arbitrary() {
        AtomicInteger held = new AtomicInteger();
        qt().withExamples(1_000).withShrinkCycles(100).forAll(objects()).check(json -> {
            Optional<byte[]> bson = bson(json);
            bson.ifPresent(document -> {
                held.incrementAndGet();
                same(document);
            });
            return true;
        });
        assertTrue(held.get() > 300, () -> "Held " + held);
    }

    @Test
    @DisplayName("arbitrary decimal128, doubles and int64, of other hands too: the same tokens, or both refuse")
    void numbers() {
        AtomicInteger refused = new AtomicInteger();
        qt().withExamples(500)
                .withShrinkCycles(100)
                .forAll(longs().all(), longs().all())
                .check((low, high) -> {
                    for (long top :
                            new long[] {high, high & ~0x0001_ffff_ffff_ffffL, high >> 8 & ~0x6000_0000_0000_0000L}) {
                        refused.addAndGet(same(new BsonDecimal128(Decimal128.fromIEEE754BIDEncoding(top, low))));
                        refused.addAndGet(same(new BsonDecimal128(Decimal128.fromIEEE754BIDEncoding(top, low >> 60))));
                    }
                    refused.addAndGet(same(new BsonDouble(Double.longBitsToDouble(low))));
                    refused.addAndGet(same(new BsonDouble(low.intValue() / 1000.0)));
                    same(new BsonInt64(low));
                    same(new BsonInt64(low >> 40));
                    return true;
                });
        assertTrue(refused.get() > 100, () -> "Refused " + refused);
    }

    @Test
    @DisplayName("the edges of decimal128 and double: the same tokens, or both refuse")
    void edges() {
        for (String decimal : List.of(
                "0",
                "0E-6176",
                "0E+6111",
                "1E-6176",
                "1E+6111",
                "-1E-20",
                "5",
                "14.50",
                "-0.10",
                "9999999999999999999999999999999999",
                "9223372036854775807",
                "9223372036854775808E-3",
                "18446744073709551616")) {
            assertEquals(0, same(new BsonDecimal128(new Decimal128(new BigDecimal(decimal)))), decimal);
        }
        for (Decimal128 none : List.of(
                Decimal128.NaN,
                Decimal128.NEGATIVE_NaN,
                Decimal128.POSITIVE_INFINITY,
                Decimal128.NEGATIVE_INFINITY,
                Decimal128.NEGATIVE_ZERO)) {
            assertEquals(1, same(new BsonDecimal128(none)), none.toString());
        }
        for (double value : new double[] {0, -0.0, 1, 1e21, 1e-7, Double.MIN_VALUE, Double.MAX_VALUE, 2e-3, 2.0e22}) {
            assertEquals(0, same(new BsonDouble(value)), () -> "" + value);
        }
        for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertEquals(1, same(new BsonDouble(none)), () -> "" + none);
        }
        assertEquals(1, same(new BsonDateTime(0)));
    }

    @Test
    @DisplayName("records, and classes that are told apart by name, are read equal")
    void records() {
        for (Object object : samples()) {
            String json = SERIALIZER.serialize(object, Representation.JSON).value();
            assertEquals(object, read(SERIALIZER, bson(json).orElseThrow(), object.getClass()));
        }
        Holder holder = new Holder(
                new Added("é", 1, new BigDecimal("2.50"), Instant.EPOCH), 0.1f, 0.1, new BigDecimal("1E+300"), "x");
        String json = SERIALIZER.serialize(holder, Representation.JSON).value();
        String typeLast = json.replaceFirst("\"@type\":\"ItemAdded\",(.*?)}", "$1,\"@type\":\"ItemAdded\"}");
        for (String text : List.of(json, typeLast)) {
            assertEquals(holder, read(SERIALIZER, bson(text).orElseThrow(), Holder.class));
        }
    }

    /** A class with a property of one of several classes. */
    record Holder(Samples.Sample sample, float single, Double twice, Object any, Object text) {}

    @Test
    @DisplayName("a document that is cut off anywhere is refused; one with any byte changed is an object or refused")
    void hostile() {
        List<byte[]> documents = new ArrayList<>();
        for (Object object : samples()) {
            documents.add(bson(SERIALIZER.serialize(object, Representation.JSON).value())
                    .orElseThrow());
        }
        documents.add(bson("{\"a\":{\"b\":[1,2.5,1.50,\"é\",null,true,{}]},\"c\":-9223372036854775808,\"d\":[[]]}")
                .orElseThrow());
        assertTimeout(
                Duration.ofSeconds(60),
                () -> documents.forEach(document -> {
                    for (int length = 0; length < document.length; length++) {
                        byte[] cut = Arrays.copyOf(document, length);
                        assertThrows(SerializationException.class, () -> read(SERIALIZER, cut, JsonNode.class));
                    }
                    for (int at = 0; at < document.length; at++) {
                        for (int change : new int[] {1, 2, 3, 8, 0x10, 0x40, 0x7f, 0x80, 0xff, document[at] & 0xff}) {
                            byte[] changed = document.clone();
                            changed[at] ^= (byte) change;
                            objectOrRefused(changed);
                        }
                    }
                }));
    }

    private static void objectOrRefused(byte[] document) {
        for (Class<?> type : List.of(JsonNode.class, Filled.class, Object.class)) {
            try {
                read(SERIALIZER, document, type);
            } catch (SerializationException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("cannot be read from BSON"), e.getMessage());
                assertTrue(!String.valueOf(e.getMessage()).contains(Samples.SECRET), e.getMessage());
            }
        }
    }

    private static List<Object> samples() {
        return new ArrayList<>(Samples.serializer(SERIALIZER).objects());
    }

    /** Objects, most of which BSON can hold. */
    private static Gen<String> objects() {
        return JsonPropertiesTest.anyJson().map(json -> json.startsWith("{") ? json : "{\"k\":" + json + "}");
    }

    private static int same(BsonValue value) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        try (buffer;
                BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            new BsonDocumentCodec()
                    .encode(
                            writer,
                            new BsonDocument("v", value),
                            EncoderContext.builder().build());
            return same(buffer.toByteArray());
        }
    }

    /** Whether both refuse. */
    private static int same(byte[] document) {
        String text;
        try {
            text = JsonBson.read((byte) BsonType.DOCUMENT.getValue(), document, 0);
        } catch (SerializationException e) {
            assertThrows(SerializationException.class, () -> read(SERIALIZER, document, JsonNode.class));
            return 1;
        }
        Payload<String> json = Payload.json(text);
        for (JacksonSerializer tokens : TOKENS) {
            assertEquals(tokens.deserialize(json, Tokens.class), read(tokens, document, Tokens.class));
        }
        for (JacksonSerializer serializer : List.of(SERIALIZER, OWN, BIG)) {
            for (Class<?> type : List.of(JsonNode.class, Object.class)) {
                Object ofText = serializer.deserialize(json, type);
                Object ofBson = read(serializer, document, type);
                assertEquals(ofText, ofBson);
                assertEquals(ofText.toString(), ofBson.toString());
            }
        }
        return 0;
    }

    private static <T> T read(JacksonSerializer serializer, byte[] document, Class<T> type) {
        return serializer.deserialize(new Payload<>(Representation.BSON_BYTES, Bytes.of(document)), type);
    }

    private static Optional<byte[]> bson(String json) {
        try {
            BsonDocument document = CONVERTERS
                    .convert(Payload.json(json), BsonForm.REPRESENTATION)
                    .value();
            var buffer = ((RawBsonDocument) document).getByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return Optional.of(bytes);
        } catch (SerializationException e) {
            return Optional.empty();
        }
    }
}
