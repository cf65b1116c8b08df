package org.synapse4j.jackson;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a BSON document, taken from the front to the end. Nothing is taken from outside of the document that is open,
 * whatever the lengths in it say. For one thread.
 */
final class BsonBytes {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** An int32 that says the length, and a zero at the end. */
    private static final int EMPTY_DOCUMENT = 5;

    private final byte[] bytes;
    private int at;

    /** Where the terminator of the open document is. */
    private int end;

    BsonBytes(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    int at() {
        return at;
    }

    /**
     * Enters the document that begins here; the outermost is all that there is.
     *
     * @return what {@link #close} wants
     */
    int open(boolean outermost) throws BsonException {
        int room = end - at;
        int outer = end;
        int length = takeInt();
        if (length < EMPTY_DOCUMENT || length > room || (outermost && length != room)) {
            throw malformed("has a length that is not its own");
        }
        end = at - Integer.BYTES + length - 1;
        if (bytes[end] != 0) {
            throw malformed("has no end where its length says");
        }
        return outer;
    }

    /** Leaves the document whose end was met. */
    void close(int outer) {
        end = outer;
    }

    /** The type of the next element, 0 at the end of the open document. */
    int takeType() throws BsonException {
        if (at == end) {
            at++;
            return 0;
        }
        int type = bytes[at++];
        if (type == 0) {
            throw malformed("ends before its length says");
        }
        return type;
    }

    /** The name of the element whose type was taken. */
    String takeName(BsonNames names) throws BsonException {
        int from = at;
        int hash = 0;
        while (at < end) {
            byte b = bytes[at++];
            if (b == 0) {
                String known = names.find(bytes, from, at - 1, hash);
                return known != null ? known : names.put(bytes, from, at - 1, hash, text(from, at - 1));
            }
            hash = 31 * hash + b;
        }
        throw malformed("has a name without an end");
    }

    void skipName() throws BsonException {
        while (at < end) {
            if (bytes[at++] == 0) {
                return;
            }
        }
        throw malformed("has a name without an end");
    }

    byte takeByte() throws BsonException {
        require(1);
        return bytes[at++];
    }

    int takeInt() throws BsonException {
        require(Integer.BYTES);
        int value = (int) INTS.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    long takeLong() throws BsonException {
        require(Long.BYTES);
        long value = (long) LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    /** Passes a string. */
    void skipString() throws BsonException {
        int length = takeInt();
        if (length < 1 || length > end - at || bytes[at + length - 1] != 0) {
            throw malformed("has a string whose length is not its own");
        }
        at += length;
    }

    /** The string that begins here and was passed. */
    String string(int from) throws BsonException {
        int length = (int) INTS.get(bytes, from);
        int start = from + Integer.BYTES;
        return text(start, start + length - 1);
    }

    /** Decoding puts a sign of its own in place of what is malformed; where it is met, the way back tells if it was there. */
    private String text(int from, int to) throws BsonException {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            byte[] back = text.getBytes(StandardCharsets.UTF_8);
            if (!Arrays.equals(back, 0, back.length, bytes, from, to)) {
                throw malformed("has text that is not UTF-8");
            }
        }
        return text;
    }

    private void require(int more) throws BsonException {
        if (more > end - at) {
            throw malformed("ends in the middle of a value");
        }
    }

    private BsonException malformed(String problem) {
        return new BsonException("what is there is no BSON: it " + problem, at);
    }
}
