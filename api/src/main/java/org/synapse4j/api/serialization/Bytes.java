package org.synapse4j.api.serialization;

import java.util.Arrays;
import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;

/** A sequence of bytes that nobody can change. Equal when the bytes are. Immutable. */
public final class Bytes {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of these bytes. */
    public static Bytes of(byte... bytes) {
        return new Bytes(Objects.requireNonNull(bytes, "bytes").clone());
    }

    /**
     * A copy of some of these bytes.
     *
     * @param from the first of them
     * @param to where they end; that one is not among them
     * @throws InvalidValueException if there are no such bytes
     */
    public static Bytes of(byte[] bytes, int from, int to) {
        Objects.requireNonNull(bytes, "bytes");
        if (from < 0 || from > to || to > bytes.length) {
            throw new InvalidValueException(
                    "bytes", "are " + bytes.length + ", which has no part from " + from + " to " + to);
        }
        return new Bytes(Arrays.copyOfRange(bytes, from, to));
    }

    /** How many there are. */
    public int size() {
        return bytes.length;
    }

    /** A copy, for the caller to keep. */
    public byte[] toArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return size() + " bytes";
    }
}
