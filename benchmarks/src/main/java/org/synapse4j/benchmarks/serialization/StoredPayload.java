package org.synapse4j.benchmarks.serialization;

import org.bson.ByteBuf;
import org.bson.RawBsonDocument;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.mongocommon.documents.Elements;
import org.synapse4j.mongocommon.documents.EventBson;
import org.synapse4j.mongocommon.documents.EventFields;
import org.synapse4j.mongocommon.documents.JsonForm;
import org.synapse4j.mongocommon.documents.RawDocuments;

/** A payload as both layouts store it. */
final class StoredPayload {
    private StoredPayload() {}

    /** A document that holds the payload only. */
    static byte[] write(Payload<?> payload) {
        ByteBuf document = RawDocuments.document(writer -> EventBson.writePayload(writer, payload, JsonForm.NATIVE))
                .getByteBuffer();
        byte[] bytes = new byte[document.remaining()];
        document.get(bytes);
        return bytes;
    }

    /** The payload of such a document. */
    static Payload<?> read(byte[] document) {
        EventFields event = new EventFields();
        for (Elements fields = Elements.of(new RawBsonDocument(document)); fields.next(); ) {
            event.take(fields.name(), fields);
        }
        return event.payload(null);
    }
}
