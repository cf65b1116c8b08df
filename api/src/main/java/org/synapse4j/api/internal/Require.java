package org.synapse4j.api.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.BaseStream;
import org.synapse4j.api.errors.InvalidValueException;

/** The checks that the value types share. Each returns what it checked, or throws {@link InvalidValueException}. */
public final class Require {
    /** The limit of every name (type, revision, subscription, tag) in UTF-8 bytes. */
    public static final int NAME_BYTES = 256;

    /** A stream's whole name has no more bytes in UTF-8. */
    public static final int STREAM_BYTES = 512;

    private Require() {}

    /** A name: not blank, no NUL, well-formed Unicode, at most {@code maxBytes} in UTF-8. */
    public static String name(String what, String value, int maxBytes) {
        text(what, value);
        if (value.isBlank()) {
            throw new InvalidValueException(what, "is blank; it needs at least one visible character");
        }
        int bytes = utf8Length(value);
        if (bytes > maxBytes) {
            throw new InvalidValueException(what, "has " + bytes + " bytes in UTF-8; the limit is " + maxBytes);
        }
        return value;
    }

    /** A category of streams: a name without {@code /}, which ends it in a stream's name. */
    public static String category(String value) {
        name("stream category", value, STREAM_BYTES);
        if (value.indexOf('/') >= 0) {
            throw new InvalidValueException("stream category", "'" + value + "' holds a '/', which ends a category");
        }
        return value;
    }

    /** Any text, also an empty one: no NUL (BSON and C strings end there), no unpaired surrogate (UTF-8 has none). */
    public static String text(String what, String value) {
        Objects.requireNonNull(value, what);
        if (value.indexOf('\0') >= 0) {
            throw new InvalidValueException(what, "holds a NUL character at index " + value.indexOf('\0'));
        }
        return unicode(what, value);
    }

    /** Any well-formed Unicode text. */
    public static String unicode(String what, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                if (i + 1 == value.length() || !Character.isSurrogatePair(c, value.charAt(i + 1))) {
                    throw new InvalidValueException(what, "holds an unpaired surrogate at index " + i);
                }
                i++;
            }
        }
        return value;
    }

    /** A number of at least {@code least}. */
    public static long atLeast(String what, long value, long least) {
        if (value < least) {
            throw new InvalidValueException(what, "is " + value + "; the least allowed is " + least);
        }
        return value;
    }

    /** An unmodifiable copy without null elements, in the given order. */
    public static <T> List<T> elements(String what, Collection<? extends T> values) {
        Objects.requireNonNull(values, what);
        List<T> copy = new ArrayList<>(values.size());
        for (T value : values) {
            if (value == null) {
                throw new InvalidValueException(what + "[" + copy.size() + "]", "is null");
            }
            copy.add(value);
        }
        return Collections.unmodifiableList(copy);
    }

    /** An unmodifiable copy of an array without null elements. */
    public static <T> List<T> array(String what, T[] values) {
        return elements(what, Arrays.asList(Objects.requireNonNull(values, what)));
    }

    /** Events that were listed one by one; a collection among them was meant to be the list. */
    public static List<Object> events(Object... events) {
        List<Object> listed = array("events", events);
        for (int i = 0; i < listed.size(); i++) {
            Object event = listed.get(i);
            if (event instanceof Collection
                    || event instanceof BaseStream
                    || event.getClass().isArray()) {
                throw new InvalidValueException(
                        "events[" + i + "]",
                        "is a " + event.getClass().getTypeName()
                                + "; pass a List of the events, and nothing else besides. An event whose payload is one itself is a NewEvent");
            }
        }
        return listed;
    }

    /** The streams of a commit: at least one, none twice, each with an event unless all may be without, and an event in no other. */
    public static <S> void streamsOfCommit(List<S> expected, Set<S> touched, boolean mayBeEmpty) {
        if (expected.isEmpty()) {
            throw new InvalidValueException("commit", "touches no stream");
        }
        Set<S> known = new HashSet<>();
        for (S stream : expected) {
            if (!known.add(stream)) {
                throw new InvalidValueException("commit", "names one of its streams twice: " + stream);
            }
            if (!touched.contains(stream) && !mayBeEmpty) {
                throw new InvalidValueException("commit", "has no event for " + stream + "; it needs at least one");
            }
        }
        for (S stream : touched) {
            if (!known.contains(stream)) {
                throw new InvalidValueException(
                        "commit", "has an event for " + stream + ", but does not say what it expects of that stream");
            }
        }
    }

    /** An unmodifiable copy of texts by text, in the given order. */
    public static Map<String, String> texts(String what, Map<String, String> values) {
        Objects.requireNonNull(values, what);
        Map<String, String> copy = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key == null || value == null) {
                throw new InvalidValueException(what + "[" + key + "]", key == null ? "has a null key" : "is null");
            }
            copy.put(text(what + " key", key), unicode(what + "[" + key + "]", value));
        });
        return Collections.unmodifiableMap(copy);
    }

    /** A time that a 64-bit count of milliseconds can hold. */
    public static Instant time(String what, Instant value) {
        Objects.requireNonNull(value, what);
        if (Math.abs(value.getEpochSecond()) > Long.MAX_VALUE / 1000 - 1) {
            throw new InvalidValueException(what, "is " + value + ", which 64 bits of milliseconds cannot hold");
        }
        return value;
    }

    /** The length of a well-formed text in UTF-8, without encoding it. */
    public static int utf8Length(String value) {
        int bytes = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
