package org.synapse4j.mongocommon.bson;

import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.SerializationException;

/**
 * The one bridge between JSON text and BSON, both ways by streaming. It is lossless or it refuses: what comes back has the same
 * tokens, and numbers that are equal in value and scale; only white space and escapes may differ.
 *
 * <p>Integers become int32 or int64, decimals a double where its shortest form says the same number, else a decimal128. It works on
 * characters and bytes, not by a parser's tokens and the driver's writers: a payload passes here each time it is stored or looked
 * at, and those took three quarters of the time (ADR 11).
 */
public final class JsonBson {
    /** Deeper documents are kept raw: servers stop at 100 levels, with those around the payload. */
    static final int MAX_DEPTH = 80;

    /** The bias of a decimal128's exponent, and by how many bits it is moved. */
    static final int EXPONENT_BIAS = 6176;

    static final int EXPONENT_BITS = 49;

    private JsonBson() {}

    /**
     * The JSON value as a BSON element of this name: its type, its name, its value.
     *
     * @return null if BSON cannot hold it exactly
     */
    public static @Nullable ByteSink write(String json, String name) {
        return JsonToBson.write(json, name);
    }

    /**
     * The JSON text of a BSON value.
     *
     * @param type its type, as its element says it
     * @param bytes hold the value
     * @param from where it begins
     * @throws SerializationException if it holds what no JSON becomes, such as a date, is nested too deep, or is no BSON
     */
    public static String read(byte type, byte[] bytes, int from) {
        try {
            return new BsonToJson(bytes, from).text(type);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new SerializationException("The payload is no BSON, or holds a number that JSON does not have", e);
        }
    }
}
