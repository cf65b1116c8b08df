package org.synapse4j.mongocommon.documents;

import org.bson.BsonBinary;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonSerializationException;
import org.bson.UuidRepresentation;
import org.synapse4j.api.CommitId;

/**
 * The commit descriptor that every document of a commit carries. A document is a commit's own when the whole descriptor is the
 * same: a second attempt at the same commit is another range.
 *
 * @param id the commit id
 * @param first the commit's first slot
 * @param size how many slots it takes
 */
public record Descriptor(CommitId id, long first, int size) {
    /** The commit's last slot. */
    public long lastSlot() {
        return first + size - 1;
    }

    /** A filter that matches this commit's own document in this slot. */
    public BsonDocument ownIn(long slot) {
        return new BsonDocument(Fields.SLOT, new BsonInt64(slot))
                .append(Fields.COMMIT + "." + Fields.ID, binary(id))
                .append(Fields.COMMIT + "." + Fields.FIRST, new BsonInt64(first))
                .append(Fields.COMMIT + "." + Fields.SIZE, new BsonInt32(size));
    }

    public void write(BsonBinaryWriter writer) {
        writer.writeStartDocument(Fields.COMMIT);
        writer.writeBinaryData(Fields.ID, binary(id));
        writer.writeInt64(Fields.FIRST, first);
        writer.writeInt32(Fields.SIZE, size);
        writer.writeEndDocument();
    }

    /** Reads one; throws where it is none that a commit can have. */
    public static Descriptor read(Elements fields) {
        CommitId id = null;
        long first = 0;
        int size = 0;
        while (fields.next()) {
            switch (fields.name()) {
                case Fields.ID -> id = new CommitId(fields.uuid());
                case Fields.FIRST -> first = fields.integer(1, Long.MAX_VALUE - Integer.MAX_VALUE);
                case Fields.SIZE -> size = (int) fields.integer(1, Integer.MAX_VALUE);
                default -> {
                    // a field of other hands
                }
            }
        }
        if (id == null || first == 0 || size == 0) {
            throw new BsonSerializationException("The field " + Fields.COMMIT + " lacks one of its own");
        }
        return new Descriptor(id, first, size);
    }

    public static BsonBinary binary(CommitId id) {
        return new BsonBinary(id.value(), UuidRepresentation.STANDARD);
    }
}
