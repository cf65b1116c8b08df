package org.synapse4j.mongocommon.bson;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.bson.BsonType;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value on its way to BSON, in one pass over its characters. Each method takes what it is named after, and is false where
 * that is not there, or BSON has no place for it: then the whole is refused. Used once.
 */
final class JsonToBson {
    /** Up to here the shortest form of the nearest double is the decimal itself. */
    private static final int EXACT_DOUBLE_DIGITS = 15;

    /** Longer decimals have more digits than a decimal128, or none that count. */
    private static final int DECIMAL_LENGTH = 100;

    /** From so many names on, a set finds those that are there twice. */
    private static final int FEW_NAMES = 16;

    private static final double[] POWERS_OF_TEN = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private final char[] text;
    private final ByteSink out;
    private final char[] unescaped = new char[2];
    private int at;
    private int depth;

    /** Where the names of the objects that are open begin, those of the innermost last. */
    private int[] names = new int[2 * FEW_NAMES];

    private int namesOpen;

    private JsonToBson(String json, ByteSink out) {
        this.text = json.toCharArray();
        this.out = out;
    }

    static @Nullable ByteSink write(String json, String name) {
        ByteSink out = new ByteSink(json.length() + 64);
        out.put(0);
        out.putAscii(name);
        out.put(0);
        JsonToBson bridge = new JsonToBson(json, out);
        return bridge.value(0) && bridge.peek() == 0 && bridge.at == bridge.text.length ? out : null;
    }

    /** The next character that is no white space, not taken yet; 0 at the end. */
    private char peek() {
        while (at < text.length) {
            char c = text[at];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return c;
            }
            at++;
        }
        return 0;
    }

    private boolean take(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    private boolean value(int typeAt) {
        switch (peek()) {
            case '{' -> {
                return object(typeAt);
            }
            case '[' -> {
                return array(typeAt);
            }
            case '"' -> {
                return string(typeAt);
            }
            case 't' -> {
                type(typeAt, BsonType.BOOLEAN);
                out.put(1);
                return word("true");
            }
            case 'f' -> {
                type(typeAt, BsonType.BOOLEAN);
                out.put(0);
                return word("false");
            }
            case 'n' -> {
                type(typeAt, BsonType.NULL);
                return word("null");
            }
            default -> {
                return number(typeAt);
            }
        }
    }

    private void type(int typeAt, BsonType type) {
        out.set(typeAt, type.getValue());
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at == text.length || text[at++] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean object(int typeAt) {
        if (depth == JsonBson.MAX_DEPTH) {
            return false;
        }
        type(typeAt, BsonType.DOCUMENT);
        int start = open();
        int outer = namesOpen;
        Set<String> many = null;
        if (!take('}')) {
            do {
                int element = out.size();
                out.put(0);
                if (!name()) {
                    return false;
                }
                if (many == null && namesOpen - outer == FEW_NAMES) {
                    many = new HashSet<>();
                    for (int i = outer; i < namesOpen; i++) {
                        many.add(nameAt(names[i]));
                    }
                }
                boolean twice = many == null ? isThere(element + 1, outer) : !many.add(nameAt(element + 1));
                if (twice || !take(':')) {
                    return false;
                }
                if (many == null) {
                    remember(element + 1);
                }
                if (!value(element)) {
                    return false;
                }
            } while (take(','));
            if (!take('}')) {
                return false;
            }
        }
        namesOpen = outer;
        return close(start);
    }

    private boolean array(int typeAt) {
        if (depth == JsonBson.MAX_DEPTH) {
            return false;
        }
        type(typeAt, BsonType.ARRAY);
        int start = open();
        if (!take(']')) {
            int index = 0;
            do {
                int element = out.size();
                out.put(0);
                out.putAscii(NumberOutput.toString(index++));
                out.put(0);
                if (!value(element)) {
                    return false;
                }
            } while (take(','));
            if (!take(']')) {
                return false;
            }
        }
        return close(start);
    }

    /** Takes the bracket, and leaves room for the length. */
    private int open() {
        at++;
        depth++;
        int start = out.size();
        out.putInt(0);
        return start;
    }

    private boolean close(int start) {
        out.put(0);
        out.setInt(start, out.size() - start);
        depth--;
        return true;
    }

    /** Servers before 5.0 refuse names that begin with a dollar, and none takes NUL. */
    private boolean name() {
        int start = out.size();
        if (peek() != '"' || !characters()) {
            return false;
        }
        byte[] bytes = out.array();
        int end = out.size();
        for (int i = start; i < end; i++) {
            if (bytes[i] == 0) {
                return false;
            }
        }
        out.put(0);
        return end == start || bytes[start] != '$';
    }

    private void remember(int name) {
        if (namesOpen == names.length) {
            names = Arrays.copyOf(names, 2 * namesOpen);
        }
        names[namesOpen++] = name;
    }

    private boolean isThere(int name, int outer) {
        byte[] bytes = out.array();
        for (int i = outer; i < namesOpen; i++) {
            int a = name;
            int b = names[i];
            while (bytes[a] == bytes[b] && bytes[a] != 0) {
                a++;
                b++;
            }
            if (bytes[a] == bytes[b]) {
                return true;
            }
        }
        return false;
    }

    private String nameAt(int start) {
        byte[] bytes = out.array();
        int end = start;
        while (bytes[end] != 0) {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private boolean string(int typeAt) {
        type(typeAt, BsonType.STRING);
        int start = out.size();
        out.putInt(0);
        if (!characters()) {
            return false;
        }
        out.put(0);
        out.setInt(start, out.size() - start - 4);
        return true;
    }

    /** A string from quote to quote. */
    private boolean characters() {
        at++;
        int from = at;
        while (at < text.length) {
            char c = text[at];
            if (c == '"') {
                at++;
                return out.putUtf8(text, from, at - 1 - from);
            }
            if (c < ' ') {
                return false;
            }
            if (c == '\\') {
                if (!out.putUtf8(text, from, at - from) || !escape()) {
                    return false;
                }
                from = at;
            } else {
                at++;
            }
        }
        return false;
    }

    private boolean escape() {
        at++;
        if (at == text.length) {
            return false;
        }
        char c = text[at++];
        switch (c) {
            case '"', '\\', '/' -> out.put(c);
            case 'b' -> out.put('\b');
            case 'f' -> out.put('\f');
            case 'n' -> out.put('\n');
            case 'r' -> out.put('\r');
            case 't' -> out.put('\t');
            case 'u' -> {
                int first = hex();
                if (first < 0) {
                    return false;
                }
                unescaped[0] = (char) first;
                if (!Character.isHighSurrogate((char) first)) {
                    return out.putUtf8(unescaped, 0, 1);
                }
                int second = word("\\u") ? hex() : -1;
                unescaped[1] = (char) second;
                return second >= 0 && out.putUtf8(unescaped, 0, 2);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Four hexadecimal digits; negative where they are not there. */
    private int hex() {
        if (text.length - at < 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char c = text[at++];
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private boolean number(int typeAt) {
        int from = at;
        if (at < text.length && text[at] == '-') {
            at++;
        }
        int first = at;
        int whole = digits();
        if (whole == 0 || (whole > 1 && text[first] == '0')) {
            return false;
        }
        boolean integer = true;
        if (at < text.length && text[at] == '.') {
            integer = false;
            at++;
            if (digits() == 0) {
                return false;
            }
        }
        if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
            integer = false;
            at++;
            if (at < text.length && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            if (digits() == 0) {
                return false;
            }
        }
        return integer ? integer(typeAt, from, first) : decimal(typeAt, from);
    }

    private int digits() {
        int start = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at - start;
    }

    private boolean integer(int typeAt, int from, int first) {
        boolean negative = first > from;
        if (at - first > 19) {
            return false;
        }
        // Negative, since there is one more of those.
        long value = 0;
        for (int i = first; i < at; i++) {
            value = value * 10 - (text[i] - '0');
        }
        // Nineteen digits overflow at most once, which shows by the sign.
        if (value > 0 || (negative && value == 0) || (!negative && value == Long.MIN_VALUE)) {
            return false;
        }
        long signed = negative ? value : -value;
        if (signed == (int) signed) {
            type(typeAt, BsonType.INT32);
            out.putInt((int) signed);
        } else {
            type(typeAt, BsonType.INT64);
            out.putLong(signed);
        }
        return true;
    }

    private boolean decimal(int typeAt, int from) {
        if (at - from > DECIMAL_LENGTH) {
            return false;
        }
        if (plainDecimal(typeAt, from, at)) {
            return true;
        }
        try {
            return anyDecimal(typeAt, new BigDecimal(text, from, at - from), text[from] == '-');
        } catch (NumberFormatException e) {
            // Its exponent is beyond all bounds.
            return false;
        }
    }

    /**
     * Decimals without an exponent, of a size that people write: their digits are an exact double, and so is the power of ten, so
     * one division gives the nearest double; and that one's shortest form has no zeroes at its end but one behind the point.
     */
    private boolean plainDecimal(int typeAt, int from, int end) {
        boolean negative = text[from] == '-';
        int first = negative ? from + 1 : from;
        if (end - first > EXACT_DOUBLE_DIGITS + 1) {
            return false;
        }
        long digits = 0;
        int point = -1;
        for (int i = first; i < end; i++) {
            if (text[i] == '.') {
                point = i;
            } else if (text[i] >= '0' && text[i] <= '9') {
                digits = digits * 10 + (text[i] - '0');
            } else {
                return false;
            }
        }
        int scale = end - point - 1;
        double nearest = digits / POWERS_OF_TEN[scale];
        if (point < 0 || nearest < 1e-3 || nearest >= 1e7) {
            return false;
        }
        if (scale == 1 || text[end - 1] != '0') {
            type(typeAt, BsonType.DOUBLE);
            out.putLong(Double.doubleToRawLongBits(negative ? -nearest : nearest));
        } else {
            type(typeAt, BsonType.DECIMAL128);
            out.putLong(digits);
            out.putLong((long) (JsonBson.EXPONENT_BIAS - scale) << JsonBson.EXPONENT_BITS
                    | (negative ? Long.MIN_VALUE : 0));
        }
        return true;
    }

    private boolean anyDecimal(int typeAt, BigDecimal decimal, boolean negative) {
        if (decimal.signum() == 0 && negative) {
            return false;
        }
        double nearest = decimal.doubleValue();
        if (decimal.precision() <= EXACT_DOUBLE_DIGITS
                && Double.isFinite(nearest)
                && same(new BigDecimal(NumberOutput.toString(nearest, true)), decimal)) {
            type(typeAt, BsonType.DOUBLE);
            out.putLong(Double.doubleToRawLongBits(nearest));
            return true;
        }
        if (decimal.precision() > 34 || decimal.scale() > JsonBson.EXPONENT_BIAS || decimal.scale() < -6111) {
            return false;
        }
        Decimal128 stored = new Decimal128(decimal);
        type(typeAt, BsonType.DECIMAL128);
        out.putLong(stored.getLow());
        out.putLong(stored.getHigh());
        return same(stored.bigDecimalValue(), decimal);
    }

    /** In value and in scale. */
    private static boolean same(BigDecimal one, BigDecimal other) {
        return one.scale() == other.scale() && one.compareTo(other) == 0;
    }
}
