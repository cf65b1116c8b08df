package org.synapse4j.api.serialization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.Refusal.refused;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.errors.SerializationException;

/** Paths through converters. */
class ConvertersTest {
    private static final Representation<String> A = Representation.text("a");
    private static final Representation<String> B = Representation.text("b");
    private static final Representation<String> C = Representation.text("c");
    private static final Representation<String> D = Representation.text("d");

    @Test
    @DisplayName("a payload in the representation wanted is given back itself")
    void identity() {
        Payload<String> payload = new Payload<>(A, "x");
        assertSame(payload, Converters.standard().convert(payload, A));
    }

    @Test
    @DisplayName("the shortest path is taken, however the converters are ordered")
    void shortest() {
        Converter<?, ?>[] chain = {step(A, B, "b"), step(B, C, "c"), step(C, D, "d"), step(A, C, "!")};
        Converters forwards = Converters.standard().preferring(chain);
        Converters backwards = Converters.standard().preferring(chain[3], chain[2], chain[1], chain[0]);
        for (Converters converters : new Converters[] {forwards, backwards}) {
            assertEquals("x!d", converters.convert(new Payload<>(A, "x"), D).value());
        }
    }

    @Test
    @DisplayName("of two for the same ends the one that was preferred last is taken")
    void preferred() {
        Converters converters =
                Converters.standard().preferring(step(A, B, "1")).preferring(step(A, B, "2"));
        assertEquals("x2", converters.convert(new Payload<>(A, "x"), B).value());
    }

    @Test
    @DisplayName("where no path leads, the error names both ends and what there is")
    void missing() {
        Converters converters = Converters.standard().preferring(step(A, B, ""));
        SerializationException e =
                assertThrows(SerializationException.class, () -> converters.convert(new Payload<>(A, "secret"), D));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("No converters lead from a to d"), message);
        assertTrue(message.contains("a to b") && !message.contains("secret"), message);
    }

    @Test
    @DisplayName("what will be stored goes over lossless converters only")
    void lossless() {
        Converters converters = Converters.standard().preferring(new Step(A, B, text -> text, false));
        assertEquals(Optional.of(B), converters.nearest(A, B::equals));
        assertEquals(Optional.empty(), converters.nearestLossless(A, B::equals));
        assertEquals(Optional.of(A), converters.nearestLossless(A, A::equals));
    }

    @Test
    @DisplayName("a circle of converters is no trap")
    void circle() {
        Converters converters = Converters.standard().preferring(step(A, B, ""), step(B, A, ""));
        assertEquals(Optional.empty(), converters.nearest(A, D::equals));
    }

    @Test
    @DisplayName("a converter that throws what it should not is a typed error that names its ends")
    void throwing() {
        Converters converters = Converters.standard()
                .preferring(new Step(
                        A,
                        B,
                        text -> {
                            throw new IllegalStateException("secret");
                        },
                        true));
        SerializationException e =
                assertThrows(SerializationException.class, () -> converters.convert(new Payload<>(A, "x"), B));
        assertEquals("The converter from a to b failed with java.lang.IllegalStateException", e.getMessage());
        assertInstanceOf(IllegalStateException.class, e.getCause());
    }

    @Test
    @DisplayName("a converter from a representation to itself is refused")
    void toItself() {
        refused(
                "converter " + Step.class.getName(),
                "from a to itself",
                () -> Converters.standard().preferring(step(A, A, "")));
    }

    @Test
    @DisplayName("text and UTF-8 bytes are always there, both ways; what is not UTF-8 is refused")
    void utf8() {
        Converters converters = Converters.found();
        String text = "{\"é€😀\":\"\\u0000\u2028\"}";
        Payload<Bytes> bytes = converters.convert(Payload.json(text), Representation.JSON_BYTES);
        assertEquals(Bytes.of(text.getBytes(StandardCharsets.UTF_8)), bytes.value());
        assertEquals(Payload.json(text), converters.convert(bytes, Representation.JSON));
        Payload<String> xml = new Payload<>(Representation.XML, "<é/>");
        assertEquals(xml, converters.convert(converters.convert(xml, Representation.XML_BYTES), Representation.XML));
        for (byte[] bad : new byte[][] {{(byte) 0xff}, {(byte) 0xc3}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}}) {
            SerializationException e = assertThrows(
                    SerializationException.class,
                    () -> converters.convert(
                            new Payload<>(Representation.JSON_BYTES, Bytes.of(bad)), Representation.JSON));
            assertInstanceOf(CharacterCodingException.class, e.getCause());
        }
    }

    private static Step step(Representation<String> from, Representation<String> to, String mark) {
        return new Step(from, to, text -> text + mark, true);
    }

    private record Step(
            Representation<String> from, Representation<String> to, Function<String, String> function, boolean lossless)
            implements Converter<String, String> {
        @Override
        public String convert(String value) {
            return function.apply(value);
        }
    }
}
