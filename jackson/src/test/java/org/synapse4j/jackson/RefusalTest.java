package org.synapse4j.jackson;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import java.io.IOException;
import java.io.Serial;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;

/** A payload that cannot be written or read is a typed error, which names the class and the place and shows no contents. */
class RefusalTest {
    private static final String SECRET = "hunter2";

    private final JacksonSerializer serializer = new JacksonSerializer();

    record Line(String name, int quantity) {}

    record Order(List<Line> lines) {}

    record Measured(List<Object> values) {}

    record Nested(@Nullable Object inner) {}

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("not positive: " + SECRET);
            }
        }
    }

    record Broken(String name) {
        @Override
        public String name() {
            throw new IllegalStateException(SECRET);
        }
    }

    record ByClass(
            @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object value) {}

    static final class Opaque {
        @SuppressWarnings({"unused", "UnusedVariable"})
        private final String hidden = SECRET;
    }

    /** Has a constructor that a payload could reach, if class names were obeyed. */
    public static final class Gadget {
        static final AtomicBoolean MADE = new AtomicBoolean();

        public Gadget() {
            MADE.set(true);
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("what is not one whole JSON value is refused:")
    @ValueSource(
            strings = {
                "",
                " ",
                "hunter2",
                "{\"name\":\"hunter2\",\"quantity\":",
                "{\"name\":\"hunter2",
                "{\"name\":\"hunter2\",\"quantity\":1} hunter2",
                "{\"name\":\"hunter2\",\"quantity\":1}{}",
                "{\"name\":\"a\",\"name\":\"hunter2\",\"quantity\":1}",
                "{'name':'hunter2'}",
                "{\"name\":\"hunter2\",\"quantity\":NaN}",
                "{\"name\":\"hunter2\",\"quantity\":01}",
                "{\"name\":\"hunter2\",}",
                "{/*hunter2*/}",
                "<name>hunter2</name>",
                "null",
                "\"hunter2\"",
                "[\"hunter2\"]",
                "{\"name\":\"hunter2\",\"quantity\":\"hunter2\"}",
                "{\"name\":\"hunter2\",\"quantity\":2.5}",
                "{\"name\":{\"hunter2\":1},\"quantity\":2}",
                "{\"name\":\"hunter2\",\"quantity\":99999999999}"
            })
    void notOneValue(String text) {
        refusedReading(text, Line.class);
    }

    @Test
    @DisplayName("the error of a read says class, path, line and column, and keeps Jackson's as its cause")
    void readingSaysWhere() {
        SerializationException e = refusedReading(
                "{\"lines\":[{\"name\":\"a\",\"quantity\":1},\n{\"name\":\"b\",\"quantity\":\"hunter2\"}]}",
                Order.class);
        assertEquals(
                "org.synapse4j.jackson.RefusalTest$Order cannot be read from JSON"
                        + " (at lines[1].quantity, line 2, column 24): what is there does not fit int",
                message(e));
        assertInstanceOf(IOException.class, e.getCause());
    }

    @Test
    @DisplayName("an object that refuses its values is an error that names the class, not the values")
    void constructorRefuses() {
        SerializationException e = refusedReading("{\"value\":-1}", Positive.class);
        assertTrue(message(e).contains("refuses its values with java.lang.IllegalArgumentException"), message(e));
    }

    @ParameterizedTest(name = "{0} levels of {1}")
    @DisplayName("deep nesting is refused, without a stack overflow:")
    @CsvSource({"1001,[", "100000,[", "100000,{\"inner\":"})
    void deep(int levels, String open) {
        SerializationException e = refusedReading("{\"inner\":" + open.repeat(levels), Nested.class);
        assertTrue(message(e).contains("nesting depth"), message(e));
        refusedReading("{\"ignored\":" + open.repeat(levels), Nested.class);
        assertTrue(message(e).length() < 1_000, message(e));
    }

    @Test
    @DisplayName("a key or a number beyond Jackson's limits is refused")
    void tooLong() {
        refusedReading("{\"inner\":" + "1".repeat(1_001) + "}", Nested.class);
        refusedReading("{\"" + "k".repeat(50_001) + "\":1}", Nested.class);
    }

    @Test
    @DisplayName("class names in a payload are data, never obeyed")
    void classNames() {
        String gadget = Gadget.class.getName();
        String byProperty = "{\"@class\":\"" + gadget + "\"}";
        String byArray = "[\"" + gadget + "\",{}]";
        Nested nested = serializer.deserialize(
                Payload.json("{\"@class\":\"" + gadget + "\",\"inner\":" + byProperty + "}"), Nested.class);
        assertEquals(new Nested(Map.of("@class", gadget)), nested);
        assertEquals(
                new Nested(List.of(gadget, Map.of())),
                serializer.deserialize(Payload.json("{\"inner\":" + byArray + "}"), Nested.class));
        refusedReading(byArray, Nested.class);
        refusedReading("{\"value\":" + byProperty + "}", ByClass.class);
        refusedReading("{\"value\":" + byArray + "}", ByClass.class);
        assertFalse(Gadget.MADE.get());
    }

    @Test
    @DisplayName("an annotation that would store class names is refused when writing")
    void classNamesWritten() {
        SerializationException e = refusedWriting(new ByClass(new Line("a", 1)));
        assertTrue(message(e).contains("JsonTypeInfo.Id.NAME"), message(e));
    }

    @Test
    @DisplayName("the error of a write says class and path, and keeps Jackson's as its cause")
    void writingSaysWhere() {
        SerializationException e = refusedWriting(new Measured(List.of(1.5, Map.of("depth", Double.NaN))));
        assertEquals(
                "org.synapse4j.jackson.RefusalTest$Measured cannot be written as JSON"
                        + " (at values[1].depth): a number is NaN or infinite, which JSON cannot say",
                message(e));
        assertInstanceOf(IOException.class, e.getCause());
    }

    @Test
    @DisplayName("numbers that JSON does not have are refused, wherever they stand")
    void notANumber() {
        for (Object bad : List.of(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                new double[] {1, Double.NaN},
                new float[] {Float.NaN},
                new Double[] {Double.NaN})) {
            refusedWriting(new Measured(List.of(bad)));
        }
    }

    @Test
    @DisplayName("what could not be read back is refused when writing")
    void unreadable() {
        refusedWriting(new Line("\ud800" + SECRET, 1));
        refusedWriting(new Measured(List.of(Map.of("\udc00", 1))));
        refusedWriting(new Measured(List.of(new char[] {'\ud800'})));
        refusedWriting(new Measured(List.of(BigInteger.TEN.pow(1_000))));
        refusedWriting(new Measured(List.of(new BigDecimal(BigInteger.TEN.pow(1_000), 5))));
        refusedWriting(new Measured(List.of(Map.of("k".repeat(50_001), 1))));
    }

    @Test
    @DisplayName("an object that contains itself, or whose accessor throws, or that shows nothing, is refused")
    void unwritable() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        refusedWriting(new Measured(cycle));
        SerializationException broken = refusedWriting(new Broken("a"));
        assertTrue(message(broken).contains("(at name): java.lang.IllegalStateException"), message(broken));
        SerializationException opaque = refusedWriting(new Opaque());
        assertTrue(message(opaque).contains("no properties"), message(opaque));
    }

    @Test
    @DisplayName("another representation than JSON is refused")
    void otherRepresentation() {
        assertFalse(serializer.reads(Representation.XML));
        assertThrows(SerializationException.class, () -> serializer.serialize(new Line("a", 1), Representation.XML));
        Payload<Bytes> bytes = new Payload<>(Representation.BYTES, Bytes.of((byte) 1));
        assertThrows(SerializationException.class, () -> serializer.deserialize(bytes, Line.class));
    }

    @Test
    @DisplayName("a caller's mapper is strict too, and is refused with default typing or without JSON")
    void callersMapper() {
        JacksonSerializer theirs = new JacksonSerializer(new ObjectMapper());
        assertAll(
                () -> assertThrows(
                        SerializationException.class,
                        () -> theirs.serialize(new Measured(List.of(Double.NaN)), Representation.JSON)),
                () -> assertThrows(
                        SerializationException.class,
                        () -> theirs.deserialize(Payload.json("{\"inner\":1}1"), Nested.class)),
                () -> assertThrows(
                        SerializationException.class,
                        () -> theirs.deserialize(Payload.json("{\"inner\":1,\"inner\":2}"), Nested.class)));
        ObjectMapper typing = JsonMapper.builder()
                .activateDefaultTyping(BasicPolymorphicTypeValidator.builder().build())
                .build();
        InvalidValueException e = assertThrows(InvalidValueException.class, () -> new JacksonSerializer(typing));
        assertEquals("mapper", e.what());
        assertThrows(InvalidValueException.class, () -> new JacksonSerializer(new ObjectMapper(new OtherFormat())));
    }

    private SerializationException refusedReading(String text, Class<?> type) {
        return silent(
                type,
                assertThrows(SerializationException.class, () -> serializer.deserialize(Payload.json(text), type)));
    }

    private SerializationException refusedWriting(Object object) {
        return silent(
                object.getClass(),
                assertThrows(SerializationException.class, () -> serializer.serialize(object, Representation.JSON)));
    }

    private static SerializationException silent(Class<?> type, SerializationException e) {
        assertTrue(message(e).startsWith(type.getName() + " cannot be "), message(e));
        assertFalse(message(e).contains(SECRET), message(e));
        return e;
    }

    private static String message(SerializationException e) {
        return String.valueOf(e.getMessage());
    }

    private static final class OtherFormat extends com.fasterxml.jackson.core.JsonFactory {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public String getFormatName() {
            return "CBOR";
        }
    }
}
