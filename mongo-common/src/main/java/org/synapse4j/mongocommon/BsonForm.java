package org.synapse4j.mongocommon;

import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonReader;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Converter;
import org.synapse4j.api.serialization.Representation;

/**
 * BSON as the driver's documents: for those who have documents at hand and events to make of them, or events to look at with the
 * driver's means. It is no form to store: a serialiser that writes it is stored as JSON, which MongoDB holds as native BSON again.
 *
 * <p>Both ways are lossless or refused, by the bridge that storages use. Objects only: BSON has no other value of its own. JSON
 * has no dates, no binary data and one kind of integer, so documents that hold such values, or an int64 where an int32 would do,
 * are refused.
 */
public final class BsonForm {
    /** A document; what comes of JSON is a {@link RawBsonDocument}, which nobody can change. */
    public static final Representation<BsonDocument> REPRESENTATION = new Representation<>("bson", BsonDocument.class);

    private BsonForm() {}

    /** JSON text to BSON. Thread-safe. */
    public static final class FromJson implements Converter<String, BsonDocument> {
        /** For {@link java.util.ServiceLoader}. */
        public FromJson() {}

        @Override
        public Representation<String> from() {
            return Representation.JSON;
        }

        @Override
        public Representation<BsonDocument> to() {
            return REPRESENTATION;
        }

        @Override
        public BsonDocument convert(String value) {
            try (BasicOutputBuffer buffer = new BasicOutputBuffer(value.length() + 64);
                    BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
                if (!isObject(value) || !JsonBson.write(value, writer)) {
                    throw new SerializationException(
                            "The payload cannot become a BSON document: it is no JSON object, or holds what BSON cannot"
                                    + " hold exactly",
                            null);
                }
                return new RawBsonDocument(buffer.getInternalBuffer(), 0, buffer.getPosition());
            }
        }

        /** Whether it begins like one: JSON that begins so is nothing else. */
        private static boolean isObject(String json) {
            int start = 0;
            while (start < json.length() && " \t\r\n".indexOf(json.charAt(start)) >= 0) {
                start++;
            }
            return json.startsWith("{", start);
        }
    }

    /** BSON to JSON text, without white space. Thread-safe. */
    public static final class ToJson implements Converter<BsonDocument, String> {
        private final FromJson back = new FromJson();

        /** For {@link java.util.ServiceLoader}. */
        public ToJson() {}

        @Override
        public Representation<BsonDocument> from() {
            return REPRESENTATION;
        }

        @Override
        public Representation<String> to() {
            return Representation.JSON;
        }

        @Override
        public String convert(BsonDocument value) {
            try (BsonReader reader = value.asBsonReader()) {
                reader.readBsonType();
                String json = JsonBson.read(reader);
                if (back.convert(json).equals(value)) {
                    return json;
                }
            } catch (SerializationException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new SerializationException("The payload is no BSON document", e);
            }
            throw new SerializationException(
                    "A BSON document would come back from JSON with other types, such as an int32 for an int64", null);
        }
    }
}
