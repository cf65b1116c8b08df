package org.synapse4j.api;

import java.util.Comparator;
import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * The name of a stream, written {@code category/id}. Names are compared by code unit: two that differ in case or in Unicode
 * normalisation are two streams. Immutable.
 *
 * @param category the aggregate type: not blank, without {@code /}
 * @param id the aggregate's identifier: not blank; may contain {@code /}
 */
public record StreamId(String category, String id) implements Comparable<StreamId> {
    /** The limit of the whole name, {@code category/id}, in UTF-8 bytes. */
    public static final int MAX_BYTES = Require.STREAM_BYTES;

    private static final Comparator<StreamId> ORDER =
            Comparator.comparing(StreamId::category).thenComparing(StreamId::id);

    /** @throws InvalidValueException if a part is blank, holds NUL or an unpaired surrogate, if the category holds {@code /}, or if the whole name has more than {@value #MAX_BYTES} bytes in UTF-8 */
    public StreamId {
        Require.category(category);
        Require.name("stream id", id, MAX_BYTES);
        int bytes = Require.utf8Length(category) + 1 + Require.utf8Length(id);
        if (bytes > MAX_BYTES) {
            throw new InvalidValueException(
                    "stream id", "has " + bytes + " bytes in UTF-8 with its category; the limit is " + MAX_BYTES);
        }
    }

    /** The stream of one aggregate. */
    public static StreamId of(String category, String id) {
        return new StreamId(category, id);
    }

    /**
     * The stream with this written name; what {@link #toString()} wrote.
     *
     * @throws InvalidValueException if there is no {@code /}, or a part is not allowed
     */
    public static StreamId parse(String name) {
        Objects.requireNonNull(name, "stream name");
        int slash = name.indexOf('/');
        if (slash < 0) {
            throw new InvalidValueException("stream name", "'" + name + "' has no '/'; write category/id");
        }
        return new StreamId(name.substring(0, slash), name.substring(slash + 1));
    }

    /** By category, then by id, each by code unit. */
    @Override
    public int compareTo(StreamId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return category + "/" + id;
    }
}
