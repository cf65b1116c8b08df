package org.synapse4j.tck.serialization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Serializer;

/** The rules SERIALIZE: what goes in comes out, and what cannot is a typed error. */
final class SerializeRules {
    private static final Representation<String> FOREIGN = Representation.text("no-such-representation");

    /** So many characters are tried together; one by one where these are refused. */
    private static final int BLOCK = 0x40;

    private SerializeRules() {}

    /** Nothing that anybody knows how to write. */
    private static final class Unwritable {
        @SuppressWarnings({"unused", "UnusedVariable"})
        private final Thread thread = Thread.currentThread();
    }

    /** Likely cause: reads() knows other representations than serialize() writes. */
    @SerializationRule(
            id = "SERIALIZE-1",
            says = "It writes at least one representation, in text or bytes, and reads each that it writes.")
    static void representations(SerializerSubject subject) {
        List<Representation<?>> writes = subject.serializer().writes();
        assertFalse(writes.isEmpty(), "It writes no representation");
        for (Representation<?> representation : writes) {
            assertTrue(representation.storable(), () -> representation + " is neither text nor bytes");
            assertTrue(
                    subject.serializer().reads(representation),
                    () -> "It writes " + representation + " but does not read it");
        }
    }

    /** Likely cause: a property is left out, a decimal loses its scale, or a time its nanoseconds. */
    @SerializationRule(
            id = "SERIALIZE-2",
            says = "An object is read back equal, of its own class, in every representation.")
    static void roundTrip(SerializerSubject subject) {
        each(
                subject,
                (payload, object) -> assertEquals(
                        object, read(subject, payload, object.getClass()), "An object does not come back equal"));
    }

    /** Likely cause: the payload is labelled with the serialiser's favourite instead of the representation asked for. */
    @SerializationRule(id = "SERIALIZE-3", says = "A payload is in the representation that was asked for.")
    static void asAsked(SerializerSubject subject) {
        for (Representation<?> representation : subject.serializer().writes()) {
            Payload<?> payload =
                    subject.serializer().serialize(subject.objects().get(0), representation);
            assertEquals(representation, payload.representation(), "The payload is in another representation");
            assertTrue(representation.type().isInstance(payload.value()), "The contents are of another class");
        }
    }

    /** Likely cause: maps or sets are written in the order of their hashes, or a time or an id is mixed in. */
    @SerializationRule(id = "SERIALIZE-4", says = "What was read is written the same again.")
    static void stable(SerializerSubject subject) {
        each(
                subject,
                (payload, object) -> assertEquals(
                        payload,
                        subject.serializer()
                                .serialize(read(subject, payload, object.getClass()), payload.representation()),
                        "A copy is written differently"));
    }

    /** Likely cause: polymorphic typing is on, and names classes. */
    @SerializationRule(id = "SERIALIZE-5", says = "No class name is in a payload.")
    static void noClassNames(SerializerSubject subject) {
        each(subject, (payload, object) -> {
            Class<?> type = object.getClass();
            assertFalse(contains(payload, type.getName()), () -> "The class name " + type.getName() + " is stored");
            assertFalse(
                    contains(payload, type.getPackageName() + "."),
                    () -> "The package " + type.getPackageName() + " is stored");
        });
    }

    /** Likely cause: the serialiser's library's own exception goes through. */
    @SerializationRule(id = "SERIALIZE-6", says = "An object that cannot be written is a SerializationException.")
    static void unwritable(SerializerSubject subject) {
        for (Representation<?> representation : subject.serializer().writes()) {
            refused(
                    () -> subject.serializer().serialize(new Unwritable(), representation),
                    "An object that cannot be written");
        }
    }

    /** Likely cause: an exception of the library, or a StackOverflowError, goes through; or a prefix is read as a whole. */
    @SerializationRule(
            id = "SERIALIZE-7",
            says = "A payload that is cut off anywhere is a SerializationException that does not show it.")
    static void truncated(SerializerSubject subject) {
        each(subject, (payload, object) -> {
            for (Payload<?> part : prefixes(payload)) {
                SerializationException e =
                        refused(() -> read(subject, part, object.getClass()), "A payload that is cut off");
                assertFalse(
                        String.valueOf(e.getMessage()).contains(subject.secret()),
                        () -> "The message shows the payload: " + e.getMessage());
            }
        });
    }

    /** Likely cause: trailing contents are not looked at. */
    @SerializationRule(id = "SERIALIZE-8", says = "A payload with something after its end is a SerializationException.")
    static void trailing(SerializerSubject subject) {
        each(
                subject,
                (payload, object) -> refused(
                        () -> read(subject, twice(payload), object.getClass()), "A payload that is there twice"));
    }

    /** Likely cause: a cast, or a representation that is guessed by its contents. */
    @SerializationRule(
            id = "SERIALIZE-9",
            says = "A representation that it does not know is refused in both directions.")
    static void foreign(SerializerSubject subject) {
        Object object = subject.objects().get(0);
        assertFalse(subject.serializer().reads(FOREIGN), "It says that it reads what it cannot know");
        refused(() -> subject.serializer().serialize(object, FOREIGN), "Writing an unknown representation");
        refused(
                () -> subject.serializer().deserialize(new Payload<>(FOREIGN, "x"), object.getClass()),
                "Reading an unknown representation");
    }

    /** Likely cause: one buffer, parser or date format for all threads. */
    @SerializationRule(id = "SERIALIZE-10", says = "It may be used by several threads at once.")
    static void threads(SerializerSubject subject) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int first = thread;
                work.add(() -> {
                    for (int i = 0; i < 200; i++) {
                        Object object = subject.objects()
                                .get((first + i) % subject.objects().size());
                        Representation<?> representation =
                                subject.serializer().writes().get(0);
                        Payload<?> payload = subject.serializer().serialize(object, representation);
                        assertEquals(object, read(subject, payload, object.getClass()), "Threads disturb each other");
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : pool.invokeAll(work)) {
                try {
                    done.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    throw new AssertionError("Threads disturb each other: " + e.getCause(), e.getCause());
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** Likely cause: the check is stricter than what is written and read. */
    @SerializationRule(
            id = "SERIALIZE-11",
            says = "It has nothing to say of a class whose objects it writes and reads.")
    static void check(SerializerSubject subject) {
        for (Object object : subject.objects()) {
            assertEquals(
                    List.of(),
                    subject.serializer().check(object.getClass()),
                    "It has something to say of a class whose objects come back");
        }
    }

    /** Likely cause: a value is written by its own class, and the reader, who sees only the declared one, takes text or a number for it. */
    @SerializationRule(
            id = "SERIALIZE-12",
            says = "A value in a place that may hold anything comes back equal, or is a SerializationException.")
    static void open(SerializerSubject subject) {
        List<Object> values = List.of(
                "text",
                new BigDecimal("100"),
                new BigDecimal("2.50"),
                Instant.EPOCH,
                new UUID(1, 2),
                DayOfWeek.MONDAY,
                'c',
                List.of("a", new BigDecimal("100")),
                Map.of("k", Instant.EPOCH),
                Map.of(1, "number"),
                Optional.of("x"),
                new Other("x"));
        for (Representation<?> representation : subject.serializer().writes()) {
            for (Object value : values) {
                Open open = new Open(value);
                written(subject, open, representation)
                        .ifPresent(payload -> assertEquals(
                                open,
                                read(subject, payload, Open.class),
                                "What may be anything comes back as something else"));
            }
        }
    }

    /** Likely cause: the serialiser recurses until the stack is full, or has a limit that a small stack does not hold. */
    @SerializationRule(
            id = "SERIALIZE-13",
            says = "What contains itself is a SerializationException, on a stack of 512 KiB too.")
    static void endless(SerializerSubject subject) throws InterruptedException {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        for (Representation<?> representation : subject.serializer().writes()) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread thread = new Thread(
                    null,
                    () -> refused(
                            () -> subject.serializer().serialize(new Open(circle), representation),
                            "What contains itself"),
                    "small stack",
                    512 * 1024L);
            thread.setUncaughtExceptionHandler((dead, thrown) -> failure.set(thrown));
            thread.start();
            thread.join();
            if (failure.get() instanceof AssertionError wrong) {
                throw wrong;
            }
            assertEquals(null, failure.get(), "Writing what contains itself fails");
        }
    }

    /** Likely cause: all that the class does not have is ignored, and all that it has is left empty. */
    @SerializationRule(
            id = "SERIALIZE-14",
            says = "A payload of which a class has no property is a SerializationException when read as that class.")
    static void otherClass(SerializerSubject subject) {
        for (Representation<?> representation : subject.serializer().writes()) {
            written(subject, new Other("x"), representation)
                    .ifPresent(payload -> refused(
                            () -> read(subject, payload, Open.class), "A payload of which the class has no property"));
        }
    }

    /** Likely cause: a format that cannot hold a character leaves it out, or turns it into another one. */
    @SerializationRule(
            id = "SERIALIZE-15",
            says = "A text of any characters of the basic plane comes back equal, or is a SerializationException.")
    static void everyCharacter(SerializerSubject subject) {
        for (Representation<?> representation : subject.serializer().writes()) {
            for (int block = 0; block < 0x10000; block += BLOCK) {
                if (!comesBack(subject, characters(block, BLOCK), representation)) {
                    for (int c = block; c < block + BLOCK; c++) {
                        comesBack(subject, characters(c, 1), representation);
                        comesBack(subject, "a" + characters(c, 1) + "b", representation);
                    }
                }
            }
        }
    }

    private static String characters(int first, int count) {
        return IntStream.range(first, first + count)
                .filter(c -> !Character.isSurrogate((char) c))
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    /** Whether it is written; fails if it is, and does not come back. */
    private static boolean comesBack(SerializerSubject subject, String text, Representation<?> representation) {
        Optional<Payload<?>> payload = written(subject, new Other(text), representation);
        payload.ifPresent(there ->
                assertEquals(new Other(text), read(subject, there, Other.class), "A text comes back as another one"));
        return payload.isPresent();
    }

    /** Holds anything. */
    private record Open(Object anything) {}

    private record Other(String text) {}

    private static Optional<Payload<?>> written(
            SerializerSubject subject, Object object, Representation<?> representation) {
        try {
            return Optional.of(subject.serializer().serialize(object, representation));
        } catch (SerializationException e) {
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface Check {
        void of(Payload<?> payload, Object object);
    }

    private static void each(SerializerSubject subject, Check check) {
        for (Representation<?> representation : subject.serializer().writes()) {
            for (Object object : subject.objects()) {
                check.of(subject.serializer().serialize(object, representation), object);
            }
        }
    }

    private static Object read(SerializerSubject subject, Payload<?> payload, Class<?> type) {
        Serializer serializer = subject.serializer();
        return serializer.deserialize(payload, type);
    }

    private static SerializationException refused(Runnable call, String what) {
        Consumer<Throwable> wrong = other -> {
            throw new AssertionError(
                    what + " is a " + other.getClass().getName() + ", not a SerializationException", other);
        };
        try {
            call.run();
        } catch (SerializationException e) {
            return e;
        } catch (RuntimeException | StackOverflowError other) {
            wrong.accept(other);
        }
        throw new AssertionError(what + " is accepted");
    }

    private static boolean contains(Payload<?> payload, String text) {
        return payload.value() instanceof Bytes bytes
                ? new String(bytes.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1).contains(text)
                : payload.value().toString().contains(text);
    }

    private static List<Payload<?>> prefixes(Payload<?> payload) {
        List<Payload<?>> prefixes = new ArrayList<>();
        if (payload.value() instanceof String text) {
            for (int i = 0; i < text.length(); i++) {
                if (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1))) {
                    prefixes.add(new Payload<>(
                            Representation.text(payload.representation().name()), text.substring(0, i)));
                }
            }
        } else if (payload.value() instanceof Bytes bytes) {
            for (int i = 0; i < bytes.size(); i++) {
                prefixes.add(new Payload<>(
                        Representation.binary(payload.representation().name()),
                        Bytes.of(Arrays.copyOf(bytes.toArray(), i))));
            }
        }
        return prefixes;
    }

    private static Payload<?> twice(Payload<?> payload) {
        if (payload.value() instanceof String text) {
            return new Payload<>(Representation.text(payload.representation().name()), text + text);
        }
        byte[] once = payload.in(Representation.binary(payload.representation().name()))
                .toArray();
        byte[] both = Arrays.copyOf(once, 2 * once.length);
        System.arraycopy(once, 0, both, once.length, once.length);
        return new Payload<>(Representation.binary(payload.representation().name()), Bytes.of(both));
    }
}
