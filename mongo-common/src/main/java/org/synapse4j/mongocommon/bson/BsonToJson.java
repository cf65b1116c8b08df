package org.synapse4j.mongocommon.bson;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import org.bson.BsonType;
import org.bson.types.Decimal128;
import org.synapse4j.api.errors.SerializationException;

/** One BSON value on its way to JSON text, which is written in UTF-8: strings of BSON are that already. Used once. */
final class BsonToJson {
    private static final String HEX = "0123456789abcdef";

    /** Where a decimal128 has its exponent if its digits fit into a long. */
    private static final long EXPONENT_MASK = 0x3fffL << JsonBson.EXPONENT_BITS;

    /** Decimals of people have fewer digits behind the point. */
    private static final int PLAIN_SCALE = 18;

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final byte[] bson;
    private final ByteSink out;
    private int at;

    BsonToJson(byte[] bytes, int from) {
        bson = bytes;
        at = from;
        out = new ByteSink(bytes.length + bytes.length / 2 + 32);
    }

    String text(int type) {
        value(type, 0);
        return out.text();
    }

    private void value(int type, int depth) {
        BsonType known = BsonType.findByValue(type);
        if (known == null) {
            throw foreign("value of type " + type);
        }
        switch (known) {
            case DOCUMENT -> members('{', '}', depth);
            case ARRAY -> members('[', ']', depth);
            case STRING -> {
                int length = readInt() - 1;
                string(at, length);
                at += length + 1;
            }
            case BOOLEAN -> {
                byte[] word = bson[at++] == 0 ? FALSE : TRUE;
                out.put(word, 0, word.length);
            }
            case NULL -> out.put(NULL, 0, NULL.length);
            case INT32 -> out.putAscii(NumberOutput.toString(readInt()));
            case INT64 -> out.putAscii(NumberOutput.toString(readLong()));
            case DOUBLE -> {
                double value = Double.longBitsToDouble(readLong());
                if (!Double.isFinite(value)) {
                    throw foreign("double that is not finite");
                }
                // The shortest form, the same on every JDK.
                out.putAscii(NumberOutput.toString(value, true));
            }
            case DECIMAL128 -> decimal(readLong(), readLong());
            default -> throw foreign(known.toString());
        }
    }

    private void members(char open, char close, int depth) {
        if (depth == JsonBson.MAX_DEPTH) {
            throw new SerializationException(
                    "A BSON value is nested deeper than " + JsonBson.MAX_DEPTH + " levels", null);
        }
        readInt();
        out.put(open);
        boolean first = true;
        for (int type = bson[at++]; type != 0; type = bson[at++]) {
            if (!first) {
                out.put(',');
            }
            first = false;
            int name = at;
            skipName();
            if (open == '{') {
                string(name, at - 1 - name);
                out.put(':');
            }
            value(type, depth + 1);
        }
        out.put(close);
    }

    /** Copies what needs no escape in one piece. */
    private void string(int from, int length) {
        out.put('"');
        int copied = from;
        int end = from + length;
        for (int i = from; i < end; i++) {
            byte c = bson[i];
            if (c == '"' || c == '\\' || (c >= 0 && c < ' ')) {
                out.put(bson, copied, i - copied);
                escape(c);
                copied = i + 1;
            }
        }
        out.put(bson, copied, end - copied);
        out.put('"');
    }

    private void escape(byte c) {
        out.put('\\');
        switch (c) {
            case '"', '\\' -> out.put(c);
            case '\n' -> out.put('n');
            case '\r' -> out.put('r');
            case '\t' -> out.put('t');
            default -> out.putAscii("u00" + HEX.charAt(c >> 4) + HEX.charAt(c & 15));
        }
    }

    private void decimal(long low, long high) {
        int scale = JsonBson.EXPONENT_BIAS - (int) ((high & EXPONENT_MASK) >>> JsonBson.EXPONENT_BITS);
        boolean plain = low > 0 && (high & ~EXPONENT_MASK & Long.MAX_VALUE) == 0 && scale > 0 && scale < PLAIN_SCALE;
        String digits = plain ? Long.toString(low) : "";
        if (plain && digits.length() > scale) {
            if (high < 0) {
                out.put('-');
            }
            out.putAscii(digits.substring(0, digits.length() - scale));
            out.put('.');
            out.putAscii(digits.substring(digits.length() - scale));
        } else {
            BigDecimal decimal = Decimal128.fromIEEE754BIDEncoding(high, low).bigDecimalValue();
            out.putAscii(decimal.toString());
            if (decimal.scale() == 0) {
                // Without an exponent it would come back as an integer.
                out.putAscii("E0");
            }
        }
    }

    private void skipName() {
        while (bson[at++] != 0) {
            // to the end of it
        }
    }

    private int readInt() {
        int value = (bson[at] & 0xff) | (bson[at + 1] & 0xff) << 8 | (bson[at + 2] & 0xff) << 16 | bson[at + 3] << 24;
        at += 4;
        return value;
    }

    private long readLong() {
        long low = readInt() & 0xffff_ffffL;
        return low | (long) readInt() << 32;
    }

    private static SerializationException foreign(String what) {
        return new SerializationException(
                "There is a BSON " + what + ", which no JSON becomes: it was written by other hands", null);
    }
}
