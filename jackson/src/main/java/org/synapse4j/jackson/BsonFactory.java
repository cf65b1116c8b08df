package org.synapse4j.jackson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.databind.MappingJsonFactory;
import java.io.IOException;

/** Makes parsers of BSON with the limits and features of a factory of JSON. Thread-safe. */
final class BsonFactory extends JsonFactory {
    private static final long serialVersionUID = 1L;

    private final transient BsonNames names = new BsonNames();

    BsonFactory(JsonFactory json) {
        super(json, json.getCodec());
    }

    /** Whether a parser of BSON gives what the factory's own would give of the JSON: one of somebody's making may give anything. */
    static boolean speaksFor(JsonFactory json) {
        return (json.getClass() == JsonFactory.class || json.getClass() == MappingJsonFactory.class)
                && json.getInputDecorator() == null;
    }

    @Override
    public String getFormatName() {
        return "BSON";
    }

    @Override
    protected JsonParser _createParser(byte[] data, int offset, int length, IOContext context) throws IOException {
        streamReadConstraints().validateDocumentLength(length);
        return new BsonParser(
                context, getParserFeatures(), getCodec(), new BsonBytes(data, offset, offset + length), names);
    }
}
