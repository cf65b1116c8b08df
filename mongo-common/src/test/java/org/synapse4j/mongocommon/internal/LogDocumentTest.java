package org.synapse4j.mongocommon.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.UuidRepresentation;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Descriptor;
import org.synapse4j.mongocommon.documents.LogDocument;

/** Bytes that no server gives out, but a damaged file might. */
class LogDocumentTest {
    private static final CommitLayout LAYOUT = Appends.NO_DOCUMENTS;

    @Test
    void isReadWhereItIsWhole() {
        LogDocument document = LogDocument.of(new RawBsonDocument(bytes()), false);
        StoredSerializedEvent event = document.events(LAYOUT).get(0);
        assertEquals("{\"n\":1}", event.event().payload().value());
        assertEquals(7, event.version().value());
    }

    @Test
    void cutOffBehindItsHeadHasAnUnreadableEvent() {
        byte[] whole = bytes();
        int head = new String(whole, StandardCharsets.ISO_8859_1).indexOf("event\0");
        byte[] cut = whole.clone();
        // The length of a value that goes beyond the document.
        cut[head + 6] = 127;
        cut[head + 8] = 127;
        LogDocument document = LogDocument.of(new RawBsonDocument(cut), false);
        StoredSerializedEvent event = document.events(LAYOUT).get(0);
        assertNotNull(event.event().payload().failure().orElse(null));
        assertEquals(7, document.last());
    }

    @Test
    void failsByATypeOfOursWhateverItsBytesAre() {
        Random random = new Random(15);
        byte[] whole = bytes();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt(256);
            }
            LogDocument document = LogDocument.of(new RawBsonDocument(bytes), random.nextBoolean());
            try {
                for (StoredSerializedEvent event : document.events(LAYOUT)) {
                    event.event().payload().value();
                }
                document.places(LAYOUT);
                document.head(LAYOUT);
            } catch (SynapseException ours) {
                assertNotNull(ours.getMessage());
            }
            if (document.isOdd()) {
                assertTrue(String.valueOf(document.odd().getMessage()).contains("_id"));
                assertThrows(SynapseException.class, document::readable);
            }
        }
    }

    private static byte[] bytes() {
        CommitId id = CommitId.fresh();
        BsonDocument document = new BsonDocument("_id", new BsonInt64(1041))
                .append("stream", new BsonString("cart/42"))
                .append("version", new BsonInt64(7))
                .append(
                        "commit",
                        new BsonDocument("id", Descriptor.binary(id))
                                .append("first", new BsonInt64(1040))
                                .append("size", new BsonInt32(3)))
                .append("event", new BsonBinary(EventId.fresh().value(), UuidRepresentation.STANDARD))
                .append("type", new BsonString("ItemAdded"))
                .append("revision", new BsonString("1"))
                .append("at", new BsonDateTime(0))
                .append("payload", new BsonDocument("n", new BsonInt32(1)))
                .append("metadata", new BsonDocument("by", new BsonString("test")));
        RawBsonDocument raw = new RawBsonDocument(document, new BsonDocumentCodec());
        byte[] bytes = new byte[raw.getByteBuffer().remaining()];
        raw.getByteBuffer().get(bytes);
        return bytes;
    }
}
