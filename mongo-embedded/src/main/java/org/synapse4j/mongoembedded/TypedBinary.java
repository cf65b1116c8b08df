package org.synapse4j.mongoembedded;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Binary data of a subtype that the backend has no class for; equal in subtype and bytes. Immutable by convention. */
final class TypedBinary {
    private final byte subtype;
    private final byte[] data;

    TypedBinary(byte subtype, byte[] data) {
        this.subtype = subtype;
        this.data = data;
    }

    byte subtype() {
        return subtype;
    }

    byte[] data() {
        return data;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TypedBinary binary && subtype == binary.subtype && Arrays.equals(data, binary.data);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(data) + subtype;
    }

    @Override
    public String toString() {
        return "BinData(" + subtype + ", " + data.length + " bytes)";
    }
}
