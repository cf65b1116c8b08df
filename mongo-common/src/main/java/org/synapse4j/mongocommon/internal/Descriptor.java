package org.synapse4j.mongocommon.internal;

import com.mongodb.client.model.Filters;
import java.util.Objects;
import org.bson.BsonBinary;
import org.bson.BsonBinaryWriter;
import org.bson.UuidRepresentation;
import org.bson.conversions.Bson;
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

    /** Matches this commit's own document in this slot. */
    Bson ownIn(long slot) {
        return Filters.and(
                Filters.eq(Fields.SLOT, slot),
                Filters.eq(Fields.COMMIT + "." + Fields.ID, binary(id)),
                Filters.eq(Fields.COMMIT + "." + Fields.FIRST, first),
                Filters.eq(Fields.COMMIT + "." + Fields.SIZE, size));
    }

    void write(BsonBinaryWriter writer) {
        writer.writeStartDocument(Fields.COMMIT);
        writer.writeBinaryData(Fields.ID, binary(id));
        writer.writeInt64(Fields.FIRST, first);
        writer.writeInt32(Fields.SIZE, size);
        writer.writeEndDocument();
    }

    static Descriptor read(Elements fields) {
        CommitId id = null;
        long first = 0;
        int size = 0;
        while (fields.next()) {
            switch (fields.name()) {
                case Fields.ID -> id = new CommitId(fields.uuid());
                case Fields.FIRST -> first = fields.int64();
                case Fields.SIZE -> size = fields.int32();
                default -> {
                    // a field of other hands
                }
            }
        }
        return new Descriptor(Objects.requireNonNull(id, Fields.ID), first, size);
    }

    static BsonBinary binary(CommitId id) {
        return new BsonBinary(id.value(), UuidRepresentation.STANDARD);
    }
}
