package org.synapse4j.mongocommon.bson;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow at their end, numbers in BSON's order. For one thread. */
public final class ByteSink {
    private byte[] bytes;
    private int size;

    ByteSink(int expected) {
        bytes = new byte[expected];
    }

    public int size() {
        return size;
    }

    /** All of them; the first {@link #size()} count. */
    public byte[] array() {
        return bytes;
    }

    /** The text that they are in UTF-8. */
    String text() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    void put(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    void putInt(int value) {
        reserve(4);
        setInt(size, value);
        size += 4;
    }

    void putLong(long value) {
        putInt((int) value);
        putInt((int) (value >>> 32));
    }

    void put(byte[] source, int from, int length) {
        reserve(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    void putAscii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    /**
     * Puts text in UTF-8.
     *
     * @return false if a surrogate in it is unpaired; some of it is there then
     */
    boolean putUtf8(char[] text, int from, int length) {
        reserve(3L * length);
        byte[] target = bytes;
        int at = size;
        for (int i = from; i < from + length; i++) {
            int c = text[i];
            if (c < 0x80) {
                target[at++] = (byte) c;
            } else if (c < 0x800) {
                target[at++] = (byte) (0xc0 | c >> 6);
                target[at++] = (byte) (0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate((char) c)) {
                target[at++] = (byte) (0xe0 | c >> 12);
                target[at++] = (byte) (0x80 | (c >> 6 & 0x3f));
                target[at++] = (byte) (0x80 | (c & 0x3f));
            } else if (i + 1 < from + length && Character.isSurrogatePair((char) c, text[i + 1])) {
                int point = Character.toCodePoint((char) c, text[++i]);
                target[at++] = (byte) (0xf0 | point >> 18);
                target[at++] = (byte) (0x80 | (point >> 12 & 0x3f));
                target[at++] = (byte) (0x80 | (point >> 6 & 0x3f));
                target[at++] = (byte) (0x80 | (point & 0x3f));
            } else {
                return false;
            }
        }
        size = at;
        return true;
    }

    void set(int at, int value) {
        bytes[at] = (byte) value;
    }

    void setInt(int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
        bytes[at + 2] = (byte) (value >> 16);
        bytes[at + 3] = (byte) (value >> 24);
    }

    private void reserve(long more) {
        long needed = size + more;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("More than 2 GB");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), Integer.MAX_VALUE - 8));
        }
    }
}
