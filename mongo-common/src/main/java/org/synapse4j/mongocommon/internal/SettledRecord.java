package org.synapse4j.mongocommon.internal;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.synapse4j.mongocommon.documents.Fields;

/**
 * The document by which store objects tell each other how far the log is settled: {@code {_id: "settled", settled, barriers}}. It
 * never goes back, but where a crash or a failover takes the record back, which costs a walk. Thread-safe.
 */
final class SettledRecord {
    private static final String SETTLED = "settled";
    private static final String BARRIERS = "barriers";
    private static final Bson DOCUMENT = Filters.eq(Fields.KEY, SETTLED);

    private final Supplier<MongoCollection<Document>> plain;
    private final Supplier<MongoCollection<Document>> journaled;

    /** @param store at write concern 1 */
    SettledRecord(MongoCollection<Document> store) {
        this.plain = TimeLeft.of(store);
        this.journaled = TimeLeft.of(store.withWriteConcern(WriteConcern.MAJORITY.withJournal(true)));
    }

    /** The slot that is recorded; 0 if none is. */
    long read() {
        return settled(plain.get().find(DOCUMENT).first());
    }

    /** Records a slot; a crash or a failover may take the record back. */
    void write(long slot) {
        write(plain.get(), slot);
    }

    /** Records a slot for good. */
    void writeForGood(long slot) {
        write(journaled.get(), slot);
    }

    /** Takes the record back to this slot where it lies above: it says nothing of the log that is there now. */
    void lowerTo(long slot) {
        plain.get().updateOne(Filters.and(DOCUMENT, Filters.gt(SETTLED, slot)), Updates.set(SETTLED, slot));
    }

    /**
     * A write of which the server says that it is in the journal, and so that all is that was written before. It counts itself, so that
     * it changes something each time, and records a slot that is settled and in the journal already.
     *
     * @return the slot that is recorded now
     */
    long barrier(long slot) {
        return settled(journaled
                .get()
                .findOneAndUpdate(
                        DOCUMENT,
                        Updates.combine(Updates.max(SETTLED, slot), Updates.inc(BARRIERS, 1L)),
                        new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER)));
    }

    private static void write(MongoCollection<Document> store, long slot) {
        store.updateOne(DOCUMENT, Updates.max(SETTLED, slot), new UpdateOptions().upsert(true));
    }

    private static long settled(@Nullable Document document) {
        return document == null ? 0 : Integers.of(document, SETTLED);
    }
}
