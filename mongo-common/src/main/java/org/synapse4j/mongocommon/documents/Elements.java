package org.synapse4j.mongocommon.documents;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinarySubType;
import org.bson.BsonSerializationException;
import org.bson.BsonType;
import org.bson.RawBsonDocument;
import org.bson.types.Decimal128;
import org.synapse4j.api.serialization.Bytes;

/**
 * Walks over the elements of a document that is bytes, and makes objects only of what is asked for. The names of our fields are
 * compared as bytes, and are the same strings each time. The form is that of bsonspec.org, version 1.1. Used by one thread.
 */
public final class Elements {
    private static final List<List<String>> KNOWN = Fields.byLength();

    private final byte[] bytes;
    private final ByteBuffer numbers;
    private int start;
    private int name;
    private int value;
    private int end;

    private Elements(byte[] bytes, ByteBuffer numbers, int from) {
        this.bytes = bytes;
        this.numbers = numbers;
        this.end = from + Integer.BYTES;
    }

    /** The elements of a document, before the first. */
    public static Elements of(RawBsonDocument document) {
        ByteBuffer buffer = document.getByteBuffer().asNIO();
        byte[] bytes = buffer.array();
        return new Elements(
                bytes, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), buffer.arrayOffset() + buffer.position());
    }

    /** Goes on to the next one; false if there is none. */
    public boolean next() {
        start = end;
        if (bytes[start] == 0) {
            return false;
        }
        name = start + 1;
        value = afterText(name);
        end = value + length();
        if (end <= start || end > bytes.length) {
            throw new BsonSerializationException("A value of type " + bytes[start] + " is longer than its document");
        }
        return true;
    }

    public BsonType type() {
        return BsonType.findByValue(bytes[start]);
    }

    public String name() {
        int length = value - 1 - name;
        if (length < KNOWN.size()) {
            for (String known : KNOWN.get(length)) {
                if (isNamed(known)) {
                    return known;
                }
            }
        }
        return new String(bytes, name, length, StandardCharsets.UTF_8);
    }

    public String string() {
        require(BsonType.STRING);
        return new String(bytes, value + Integer.BYTES, numbers.getInt(value) - 1, StandardCharsets.UTF_8);
    }

    /** An integer, in whatever of BSON's numbers: an import of relaxed JSON, or a shell, makes others than were exported. */
    public long integer() {
        return switch (type()) {
            case INT64 -> numbers.getLong(value);
            case INT32 -> numbers.getInt(value);
            case DOUBLE -> exact(BigDecimal.valueOf(numbers.getDouble(value)));
            case DECIMAL128 ->
                exact(Decimal128.fromIEEE754BIDEncoding(numbers.getLong(value + Long.BYTES), numbers.getLong(value))
                        .bigDecimalValue());
            default -> throw unlike("integer");
        };
    }

    /** An integer that is at least this and at most that. */
    public long integer(long least, long most) {
        long number = integer();
        if (number < least || number > most) {
            throw new BsonSerializationException("The field " + name() + " holds " + number);
        }
        return number;
    }

    private long exact(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException inexact) {
            throw new BsonSerializationException("The field " + name() + " holds " + number + ", no integer");
        }
    }

    boolean bool() {
        require(BsonType.BOOLEAN);
        return bytes[value] != 0;
    }

    /** Milliseconds since 1970. */
    long dateTime() {
        require(BsonType.DATE_TIME);
        return numbers.getLong(value);
    }

    UUID uuid() {
        require(BsonType.BINARY);
        int first = value + Integer.BYTES + 1;
        if (end - first != 2 * Long.BYTES || bytes[first - 1] != BsonBinarySubType.UUID_STANDARD.getValue()) {
            throw new BsonSerializationException("The field " + name() + " holds no UUID");
        }
        return new UUID(
                Long.reverseBytes(numbers.getLong(first)), Long.reverseBytes(numbers.getLong(first + Long.BYTES)));
    }

    /** The elements of the document or array that this one holds. */
    Elements inner() {
        if (type() != BsonType.ARRAY) {
            require(BsonType.DOCUMENT);
        }
        return new Elements(bytes, numbers, value);
    }

    /** A copy of its value. */
    public Bytes value() {
        return Bytes.of(bytes, value, end);
    }

    /** A copy of the elements of the document that this one holds. */
    byte[] innerBytes() {
        require(BsonType.DOCUMENT);
        return Arrays.copyOfRange(bytes, value + Integer.BYTES, end - 1);
    }

    private boolean isNamed(String known) {
        for (int i = 0; i < known.length(); i++) {
            if (bytes[name + i] != known.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void require(BsonType wanted) {
        if (bytes[start] != wanted.getValue()) {
            throw unlike(wanted.toString());
        }
    }

    private BsonSerializationException unlike(String wanted) {
        return new BsonSerializationException("The field " + name() + " is of type " + type() + ", not " + wanted);
    }

    private int length() {
        BsonType known = type();
        if (known == null) {
            throw new BsonSerializationException("There is no type " + bytes[start] + " of BSON");
        }
        return switch (known) {
            case DOUBLE, DATE_TIME, TIMESTAMP, INT64 -> Long.BYTES;
            case INT32 -> Integer.BYTES;
            case BOOLEAN -> 1;
            case STRING, JAVASCRIPT, SYMBOL -> Integer.BYTES + numbers.getInt(value);
            case DOCUMENT, ARRAY, JAVASCRIPT_WITH_SCOPE -> numbers.getInt(value);
            case BINARY -> Integer.BYTES + 1 + numbers.getInt(value);
            case OBJECT_ID -> 12;
            case DB_POINTER -> Integer.BYTES + numbers.getInt(value) + 12;
            case DECIMAL128 -> 2 * Long.BYTES;
            case REGULAR_EXPRESSION -> afterText(afterText(value)) - value;
            case NULL, UNDEFINED, MIN_KEY, MAX_KEY, END_OF_DOCUMENT -> 0;
        };
    }

    private int afterText(int from) {
        int at = from;
        while (bytes[at] != 0) {
            at++;
        }
        return at + 1;
    }
}
