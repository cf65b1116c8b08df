package org.synapse4j.api.serialization;

import java.util.Arrays;
import java.util.Objects;

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
