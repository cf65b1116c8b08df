package org.synapse4j.api.serialization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.Refusal.refused;
import static org.synapse4j.api.Refusal.refusedNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
    @DisplayName("a payload that is at hand in a second form is equal to one that is not, and says so to nobody else")
    void secondForm() {
        Payload<String> text = Payload.json("{}");
        Payload<Bytes> bson = new Payload<>(Representation.BSON_BYTES, Bytes.of((byte) 5));
        Payload<String> both = text.alsoIn(bson);
        assertEquals(text, both);
        assertEquals(both, text);
        assertEquals(text.hashCode(), both.hashCode());
        assertEquals(text.toString(), both.toString());
        assertEquals(
                List.of(Representation.JSON, "{}", 2L),
                List.of(both.representation(), both.in(Representation.JSON), both.size()));
        assertThrows(SerializationException.class, () -> both.in(Representation.BSON_BYTES));
        assertSame(both, both.preferably(Representation.XML_BYTES::equals));
        assertSame(text, text.preferably(form -> true));
        assertSame(bson, both.preferably(form -> true));
        assertSame(bson, both.preferably(Representation.BSON_BYTES::equals));
        Payload<Bytes> utf8 = new Payload<>(Representation.JSON_BYTES, Bytes.of((byte) 1));
        assertSame(utf8, both.alsoIn(utf8).preferably(form -> true));
        refused("other", "is in json too", () -> text.alsoIn(Payload.json("[]")));
        refusedNull("other", () -> text.alsoIn(null));
        refusedNull("wanted", () -> text.preferably(null));
    }

    @Test
    @DisplayName("neither form is made before somebody asks for it, and each at most once, whoever asks")
    void bothDeferred() {
        AtomicInteger texts = new AtomicInteger();
        AtomicInteger documents = new AtomicInteger();
        Payload<String> text = Payload.deferred(Representation.JSON, () -> "{}".repeat(texts.incrementAndGet()));
        Payload<Bytes> bson =
                Payload.deferred(Representation.BSON_BYTES, () -> Bytes.of((byte) documents.incrementAndGet()));
        Payload<String> both = text.alsoIn(bson);
        assertSame(both, both.preferably(form -> false));
        assertSame(bson, both.preferably(form -> true));
        assertEquals(List.of(0, 0), List.of(texts.get(), documents.get()));
        assertEquals("{}", both.value());
        assertEquals("{}", text.value());
        assertEquals("{}", both.alsoIn(bson).value());
        assertEquals(List.of(1, 0), List.of(texts.get(), documents.get()));
    }

    @Test
    @DisplayName("what its storage could not read says why, to whoever asks for its contents, and before that")
    void unreadable() {
        SerializationException why = new SerializationException("no type", null);
        Payload<String> unreadable = Payload.unreadable(why);
        assertEquals(Optional.of(why), unreadable.failure());
        assertSame(why, assertThrows(SerializationException.class, unreadable::value));
        assertSame(why, assertThrows(SerializationException.class, unreadable::value));
        assertSame(why, assertThrows(SerializationException.class, unreadable::size));
        assertEquals(Optional.empty(), Payload.json("{}").failure());
        refusedNull("why", () -> Payload.unreadable(null));
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

    @Test
    @DisplayName("a part of some bytes is a copy too, and one that is not there is refused")
    void part() {
        byte[] given = {1, 2, 3};
        Bytes part = Bytes.of(given, 1, 3);
        given[1] = 9;
        assertEquals(Bytes.of((byte) 2, (byte) 3), part);
        assertEquals(0, Bytes.of(given, 3, 3).size());
        refused("bytes", "are 3, which has no part from 2 to 4", () -> Bytes.of(given, 2, 4));
        refused("bytes", "are 3, which has no part from 2 to 1", () -> Bytes.of(given, 2, 1));
        refused("bytes", "are 3, which has no part from -1 to 1", () -> Bytes.of(given, -1, 1));
        refusedNull("bytes", () -> Bytes.of(null, 0, 0));
    }
}
