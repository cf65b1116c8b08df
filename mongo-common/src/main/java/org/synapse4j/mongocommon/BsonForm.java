package org.synapse4j.mongocommon;

import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.ByteBuf;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Converter;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.mongocommon.bson.ByteSink;
import org.synapse4j.mongocommon.bson.JsonBson;

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

    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    /** An element of a document has a type and a name; without the name, this many bytes come before the value. */
    private static final int UNNAMED = 2;

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
            ByteSink element = JsonBson.write(value, "");
            if (element == null || element.array()[0] != BsonType.DOCUMENT.getValue()) {
                throw new SerializationException(
                        "The payload cannot become a BSON document: it is no JSON object, or holds what BSON cannot"
                                + " hold exactly",
                        null);
            }
            return new RawBsonDocument(element.array(), UNNAMED, element.size() - UNNAMED);
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
            try {
                RawBsonDocument raw =
                        value instanceof RawBsonDocument given ? given : new RawBsonDocument(value, CODEC);
                ByteBuf document = raw.getByteBuffer();
                byte[] bytes = new byte[document.remaining()];
                document.get(bytes);
                String json = JsonBson.read((byte) BsonType.DOCUMENT.getValue(), bytes, 0);
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
