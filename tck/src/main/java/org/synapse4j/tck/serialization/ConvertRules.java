package org.synapse4j.tck.serialization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.synapse4j.api.errors.SerializationException;

/** The rules CONVERT: the same contents, in another representation. */
final class ConvertRules {
    private ConvertRules() {}

    /** Likely cause: from() and to() are mixed up, or name the same. */
    @SerializationRule(
            id = "CONVERT-1",
            says = "It leads from one representation to another, and gives what that one holds.")
    static void ends(ConverterSubject<?, ?> subject) {
        check(subject);
    }

    /** Likely cause: numbers go through double, keys are sorted, or what the other form has no place for is left out. */
    @SerializationRule(id = "CONVERT-2", says = "A lossless converter and the way back bring back the same.")
    static void thereAndBack(ConverterSubject<?, ?> subject) {
        comparing(subject);
    }

    /** Likely cause: the value that it was given is changed in place, or kept. */
    @SerializationRule(
            id = "CONVERT-3",
            says = "The same value is converted to the same again, and different ones to different ones.")
    static void pure(ConverterSubject<?, ?> subject) {
        repeating(subject);
    }

    /** Likely cause: the exception of a parser goes through, or what is malformed is mended. */
    @SerializationRule(id = "CONVERT-4", says = "What is malformed is a SerializationException that does not show it.")
    static void malformed(ConverterSubject<?, ?> subject) {
        refusing(subject);
    }

    private static <A, B> void check(ConverterSubject<A, B> subject) {
        assertNotEquals(subject.converter().from(), subject.converter().to(), "It leads nowhere");
        assertEquals(subject.converter().to(), subject.back().from(), "The way back begins elsewhere");
        for (A value : subject.values()) {
            B converted = subject.converter().convert(value);
            assertTrue(
                    subject.converter().to().type().isInstance(converted),
                    () -> "It gives no " + subject.converter().to());
        }
    }

    private static <A, B> void comparing(ConverterSubject<A, B> subject) {
        if (subject.converter().lossless()) {
            for (A value : subject.values()) {
                assertEquals(
                        value,
                        subject.back().convert(subject.converter().convert(value)),
                        "What comes back is not what went in");
            }
        }
    }

    private static <A, B> void repeating(ConverterSubject<A, B> subject) {
        for (A value : subject.values()) {
            A first = subject.back().convert(subject.converter().convert(value));
            assertEquals(
                    first,
                    subject.back().convert(subject.converter().convert(value)),
                    "The same value is converted differently");
            for (A other : subject.values()) {
                if (!value.equals(other)) {
                    assertNotEquals(
                            first,
                            subject.back().convert(subject.converter().convert(other)),
                            "Different values are converted to the same");
                }
            }
        }
    }

    private static <A, B> void refusing(ConverterSubject<A, B> subject) {
        for (A value : subject.malformed()) {
            try {
                subject.converter().convert(value);
            } catch (SerializationException e) {
                String shown = value.toString();
                assertTrue(
                        shown.length() < 4 || !String.valueOf(e.getMessage()).contains(shown),
                        () -> "The message shows the value: " + e.getMessage());
                continue;
            } catch (RuntimeException | StackOverflowError other) {
                throw new AssertionError(
                        "What is malformed is a " + other.getClass().getName() + ", not a SerializationException",
                        other);
            }
            throw new AssertionError("What is malformed is accepted");
        }
    }
}
