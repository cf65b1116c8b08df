package org.synapse4j.mongocommon;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.types.Decimal128;
import org.synapse4j.api.errors.SerializationException;

/**
 * The one bridge between JSON text and BSON, both ways by streaming. It is lossless or it refuses: what comes back has the same
 * tokens, and numbers that are equal in value and scale; only white space and escapes may differ.
 *
 * <p>Integers become int32 or int64, decimals a double where its shortest form says the same number, else a decimal128.
 */
final class JsonBson {
    /** Deeper documents are kept raw: servers stop at 100 levels, with those around the payload. */
    private static final int MAX_DEPTH = 80;

    /** Up to here the shortest form of the nearest double is the decimal itself. */
    private static final int EXACT_DOUBLE_DIGITS = 15;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(100)
                    .maxNameLength(1 << 20)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 1)
                    .build())
            .build();

    private JsonBson() {}

    /**
     * Writes the JSON value as the value of the field that was named last.
     *
     * @return false if BSON cannot hold it exactly; the writer is of no use then
     */
    static boolean write(String json, BsonWriter writer) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            return parser.currentToken() != null && writeValue(parser, writer) && parser.nextToken() == null;
        } catch (IOException | NumberFormatException e) {
            // Not JSON, nested too deep, a key twice, a number too long: kept raw, and so given back as it was.
            return false;
        }
    }

    private static boolean writeValue(JsonParser parser, BsonWriter writer) throws IOException {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            switch (token) {
                case START_OBJECT -> {
                    writer.writeStartDocument();
                    depth++;
                }
                case START_ARRAY -> {
                    writer.writeStartArray();
                    depth++;
                }
                case END_OBJECT -> {
                    writer.writeEndDocument();
                    depth--;
                }
                case END_ARRAY -> {
                    writer.writeEndArray();
                    depth--;
                }
                case FIELD_NAME -> {
                    String name = parser.currentName();
                    if (!allowed(name)) {
                        return false;
                    }
                    writer.writeName(name);
                }
                case VALUE_STRING -> {
                    String text = parser.getText();
                    if (!wellFormed(text)) {
                        return false;
                    }
                    writer.writeString(text);
                }
                case VALUE_TRUE, VALUE_FALSE -> writer.writeBoolean(token == JsonToken.VALUE_TRUE);
                case VALUE_NULL -> writer.writeNull();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    if (!writeNumber(parser, writer)) {
                        return false;
                    }
                }
                default -> {
                    return false;
                }
            }
        } while (depth > 0 && parser.nextToken() != null);
        return depth == 0;
    }

    private static boolean writeNumber(JsonParser parser, BsonWriter writer) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            if (parser.getText().equals("-0")) {
                return false;
            }
            switch (parser.getNumberType()) {
                case INT -> writer.writeInt32(parser.getIntValue());
                case LONG -> writer.writeInt64(parser.getLongValue());
                default -> {
                    return false;
                }
            }
            return true;
        }
        BigDecimal decimal = parser.getDecimalValue();
        if (decimal.signum() == 0 && parser.getText().startsWith("-")) {
            return false;
        }
        double nearest = decimal.doubleValue();
        if (decimal.precision() <= EXACT_DOUBLE_DIGITS
                && Double.isFinite(nearest)
                && same(new BigDecimal(shortest(nearest)), decimal)) {
            writer.writeDouble(nearest);
            return true;
        }
        return writeDecimal(decimal, writer);
    }

    private static boolean writeDecimal(BigDecimal decimal, BsonWriter writer) {
        boolean fits = decimal.precision() <= 34 && decimal.scale() <= 6176 && decimal.scale() >= -6111;
        if (!fits) {
            return false;
        }
        Decimal128 stored = new Decimal128(decimal);
        if (!same(stored.bigDecimalValue(), decimal)) {
            return false;
        }
        writer.writeDecimal128(stored);
        return true;
    }

    /** In value and in scale. */
    private static boolean same(BigDecimal one, BigDecimal other) {
        return one.scale() == other.scale() && one.compareTo(other) == 0;
    }

    /** Servers before 5.0 refuse names that begin with a dollar, and none takes NUL. */
    private static boolean allowed(String name) {
        return !name.startsWith("$") && name.indexOf('\0') < 0 && wellFormed(name);
    }

    private static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
            }
        }
        return true;
    }

    /**
     * The JSON text of the value that the reader stands before.
     *
     * @throws SerializationException if it holds what no JSON becomes, such as a date, or is nested too deep
     */
    static String read(BsonReader reader) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            readValue(reader, reader.getCurrentBsonType(), generator);
        } catch (IOException e) {
            throw new SerializationException("A BSON value is nested deeper than " + MAX_DEPTH + " levels", e);
        }
        return text.toString();
    }

    private static void readValue(BsonReader reader, BsonType type, JsonGenerator generator) throws IOException {
        switch (type) {
            case DOCUMENT -> {
                generator.writeStartObject();
                reader.readStartDocument();
                for (BsonType next = reader.readBsonType();
                        next != BsonType.END_OF_DOCUMENT;
                        next = reader.readBsonType()) {
                    generator.writeFieldName(reader.readName());
                    readValue(reader, next, generator);
                }
                reader.readEndDocument();
                generator.writeEndObject();
            }
            case ARRAY -> {
                generator.writeStartArray();
                reader.readStartArray();
                for (BsonType next = reader.readBsonType();
                        next != BsonType.END_OF_DOCUMENT;
                        next = reader.readBsonType()) {
                    readValue(reader, next, generator);
                }
                reader.readEndArray();
                generator.writeEndArray();
            }
            case STRING -> generator.writeString(reader.readString());
            case BOOLEAN -> generator.writeBoolean(reader.readBoolean());
            case NULL -> {
                reader.readNull();
                generator.writeNull();
            }
            case INT32 -> generator.writeNumber(reader.readInt32());
            case INT64 -> generator.writeNumber(reader.readInt64());
            case DOUBLE -> generator.writeNumber(shortest(reader.readDouble()));
            case DECIMAL128 -> generator.writeNumber(reader.readDecimal128().bigDecimalValue());
            default ->
                throw new SerializationException(
                        "There is a BSON " + type + ", which no JSON becomes: it was written by other hands", null);
        }
    }

    /** The shortest form, the same on every JDK. */
    private static String shortest(double value) {
        return NumberOutput.toString(value, true);
    }
}
