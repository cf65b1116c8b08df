package org.synapse4j.api.serialization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.Refusal.refused;
import static org.synapse4j.api.Refusal.refusedNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.errors.SerializationException;

/** Payloads, representations and bytes. */
@SuppressWarnings("NullAway") // gives nulls on purpose
class PayloadTest {
    @Test
    @DisplayName("a payload's size is that of its bytes, of text in UTF-8")
    void size() {
        for (String text : List.of("", "{}", "é", "€", "😀", "a\0é€😀")) {
            assertEquals(
                    text.getBytes(StandardCharsets.UTF_8).length,
                    Payload.json(text).size(),
                    text);
        }
        assertEquals(3, new Payload<>(Representation.BYTES, Bytes.of((byte) 1, (byte) 2, (byte) 3)).size());
        Representation<Integer> number = new Representation<>("number", Integer.class);
        refused("payload", "in number is neither text nor bytes", () -> new Payload<>(number, 1).size());
    }

    @Test
    @DisplayName("a payload refuses a value of another class than its representation's, null, and unpaired surrogates")
    void refusals() {
        @SuppressWarnings("unchecked") // the lie that the test is about
        Representation<Object> lie = (Representation<Object>) (Representation<?>) Representation.JSON;
        refused("payload", "in json is a java.lang.Integer", () -> new Payload<>(lie, 1));
        refused("payload", "holds an unpaired surrogate at index 1", () -> Payload.json("\"\ud83d\""));
        refusedNull("value", () -> Payload.json(null));
        refusedNull("representation", () -> new Payload<>(null, "x"));
        refusedNull("type", () -> new Representation<>("x", null));
    }

    @Test
    @DisplayName("a payload is given out in its own representation only")
    void in() {
        assertEquals("{}", Payload.json("{}").in(Representation.JSON));
        assertEquals("{}", Payload.json("{}").in(Representation.text("json")));
        SerializationException e = assertThrows(
                SerializationException.class, () -> Payload.json("{}").in(Representation.XML));
        assertTrue(String.valueOf(e.getMessage()).contains("in json was asked for in xml"), e.getMessage());
    }

    @Test
    @DisplayName("bytes are equal by content, and nobody can change them")
    void bytes() {
        byte[] given = {1, 2};
        Bytes bytes = Bytes.of(given);
        given[0] = 9;
        bytes.toArray()[1] = 9;
        assertEquals(Bytes.of((byte) 1, (byte) 2), bytes);
        assertEquals(Bytes.of((byte) 1, (byte) 2).hashCode(), bytes.hashCode());
        assertNotEquals(Bytes.of((byte) 1), bytes);
        assertEquals("2 bytes", bytes.toString());
        refusedNull("bytes", () -> Bytes.of((byte[]) null));
    }
}
