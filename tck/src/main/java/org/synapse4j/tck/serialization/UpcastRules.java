package org.synapse4j.tck.serialization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.UpcastContext;
import org.synapse4j.api.serialization.UpcastInput;
import org.synapse4j.api.serialization.UpcastPart;
import org.synapse4j.api.serialization.Upcasters;

/** The rules UPCAST: what an upcaster makes of a stored event. */
final class UpcastRules {
    private static final StreamId STREAM = StreamId.of("tck", "1");

    private UpcastRules() {}

    /** Likely cause: the schema that it leads to is its own. */
    @SerializationRule(id = "UPCAST-1", says = "It leads away from its schema.")
    static void leadsAway(UpcasterSubject subject) {
        assertTrue(
                !subject.upcaster().to().contains(subject.upcaster().from()),
                "It leads from " + subject.upcaster().from() + " to itself");
    }

    /** Likely cause: a field is forgotten, or parts are in another order. */
    @SerializationRule(id = "UPCAST-2", says = "It makes the parts expected, in order, of schemas that it declares.")
    static void makesWhatIsExpected(UpcasterSubject subject) {
        assertEquals(subject.expected(), contents(subject, upcast(subject, subject.stored())), "Its parts differ");
    }

    /** Likely cause: a counter, a clock or a random id in the function, or a tree that is kept and changed again. */
    @SerializationRule(id = "UPCAST-3", says = "It makes the same of the same event again, in every read.")
    static void repeatable(UpcasterSubject subject) {
        List<Payload<?>> first = contents(subject, upcast(subject, subject.stored()));
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    first, contents(subject, upcast(subject, subject.stored())), "It makes something else each time");
        }
    }

    /** Likely cause: a missing field is a NullPointerException that nobody catches, or is made up. */
    @SerializationRule(id = "UPCAST-4", says = "A payload that it cannot read is a SerializationException.")
    static void malformed(UpcasterSubject subject) {
        if (subject.malformed().equals(subject.stored())) {
            return;
        }
        try {
            contents(subject, upcast(subject, subject.malformed()));
        } catch (SerializationException e) {
            return;
        } catch (RuntimeException | StackOverflowError other) {
            throw new AssertionError(
                    "A malformed payload is a " + other.getClass().getName() + ", not a SerializationException", other);
        }
        throw new AssertionError("A malformed payload is accepted");
    }

    private static List<UpcastPart<Payload<?>>> upcast(UpcasterSubject subject, Payload<?> payload) {
        UpcastInput<Payload<?>> event = new UpcastInput<>(
                STREAM, Version.FIRST, subject.upcaster().from(), payload, Map.of(), Set.of(), Instant.EPOCH);
        return Upcasters.of(subject.upcaster()).upcast(event, UpcastContext.of(STREAM), subject.converters());
    }

    private static List<Payload<?>> contents(UpcasterSubject subject, List<UpcastPart<Payload<?>>> parts) {
        List<Payload<?>> contents = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Payload<?> made = parts.get(i).payload();
            contents.add(
                    i < subject.expected().size()
                            ? subject.converters()
                                    .convert(made, subject.expected().get(i).representation())
                            : made);
        }
        return contents;
    }
}
