package org.synapse4j.jackson;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.io.ContentReference;

/** Bytes that are no BSON as we write it. The message shows no contents. */
final class BsonException extends JsonParseException {
    private static final long serialVersionUID = 1L;

    BsonException(String problem, int at) {
        super(null, problem, location(at));
    }

    /** A place in BSON: it has bytes, and no lines. */
    static JsonLocation location(int at) {
        return new JsonLocation(ContentReference.unknown(), at, -1, -1, -1);
    }
}
