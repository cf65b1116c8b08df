package org.synapse4j.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;

/** JSON as a tree, and sealed types by the names in the registry's annotation. */
class JsonTreeTest {
    private final JsonTree.FromText fromText = new JsonTree.FromText();
    private final JsonTree.ToText toText = new JsonTree.ToText();
    private final JacksonSerializer serializer = new JacksonSerializer();

    sealed interface Payment {}

    @EventType(name = "Card")
    record CardPayment(String last4) implements Payment {}

    sealed interface Immediate extends Payment {}

    @EventType(name = "Cash")
    record CashPayment() implements Immediate {}

    record Paid(Payment payment, List<Payment> others) {}

    sealed interface Partly {}

    @EventType(name = "Named")
    record Named() implements Partly {}

    record Nameless() implements Partly {}

    record Kept(Partly partly) {}

    enum Size {
        SMALL {
            @Override
            int litres() {
                return 1;
            }
        };

        abstract int litres();
    }

    record Sized(Size size) {}

    @ParameterizedTest(name = "{0}")
    @DisplayName("text comes back as it was, but for white space:")
    @ValueSource(
            strings = {
                "{\"z\":1,\"a\":{\"\":[]},\"$date\":\"x\",\"a.b\":null}",
                "[2.50,0.00,100E0,1E+3,1E-20,123456789012345678901234567890.10,12345678901234567890]",
                "\"\\u0000é€😀\"",
                "true",
                "null"
            })
    void roundTrip(String text) {
        assertEquals(text, toText.convert(fromText.convert(text)));
    }

    @ParameterizedTest
    @DisplayName("what is not one JSON value, or has a key twice, or is too deep, is refused without being shown")
    @ValueSource(
            strings = {"", " ", "hunter2", "{\"hunter2\":1,\"hunter2\":2}", "{} hunter2", "{\"hunter2\"", "[1,]", "DEEP"
            })
    void refused(String text) {
        String given = text.equals("DEEP") ? "[".repeat(100_000) : text;
        SerializationException e = assertThrows(SerializationException.class, () -> fromText.convert(given));
        assertFalse(String.valueOf(e.getMessage()).contains("hunter2"), e.getMessage());
    }

    @Test
    @DisplayName("a tree that holds what JSON cannot say is refused")
    void refusedWriting() {
        assertThrows(
                SerializationException.class, () -> toText.convert(JsonNodeFactory.instance.numberNode(Double.NaN)));
        assertThrows(SerializationException.class, () -> toText.convert(JsonNodeFactory.instance.textNode("\ud800")));
    }

    @Test
    @DisplayName("a value that is no object is refused where an object is wanted, by its kind")
    void object() {
        SerializationException e =
                assertThrows(SerializationException.class, () -> JsonTree.object(fromText.convert("[1]")));
        assertEquals("The payload is no JSON object, but of kind ARRAY", e.getMessage());
    }

    @Test
    @DisplayName("the classes of a sealed type are told apart by the names in their annotations, at any depth")
    void sealedByName() {
        Paid paid = new Paid(new CardPayment("1234"), List.of(new CashPayment()));
        String json = serializer.serialize(paid, Representation.JSON).value();
        assertEquals("{\"payment\":{\"@type\":\"Card\",\"last4\":\"1234\"},\"others\":[{\"@type\":\"Cash\"}]}", json);
        assertEquals(paid, serializer.deserialize(Payload.json(json), Paid.class));
        assertEquals(
                paid,
                serializer.deserialize(new Payload<>(JsonTree.REPRESENTATION, fromText.convert(json)), Paid.class));
        assertEquals(
                "{\"last4\":\"1234\"}",
                serializer
                        .serialize(new CardPayment("1234"), Representation.JSON)
                        .value());
        for (String type : List.of("CardPayment", CardPayment.class.getName(), "java.lang.Runtime", "")) {
            assertThrows(
                    SerializationException.class,
                    () -> serializer.deserialize(
                            Payload.json("{\"payment\":{\"@type\":\"" + type + "\"},\"others\":[]}"), Paid.class));
        }
    }

    @Test
    @DisplayName("a sealed type of which one class has no name gets none, and an enum with bodies is still an enum")
    void notByName() {
        assertEquals(
                "{\"partly\":{}}",
                serializer.serialize(new Kept(new Named()), Representation.JSON).value());
        Sized sized = new Sized(Size.SMALL);
        String json = serializer.serialize(sized, Representation.JSON).value();
        assertEquals("{\"size\":\"SMALL\"}", json);
        assertTrue(serializer.deserialize(Payload.json(json), Sized.class).equals(sized));
    }
}
