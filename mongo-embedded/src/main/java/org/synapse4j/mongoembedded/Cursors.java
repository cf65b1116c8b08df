package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CursorNotFoundException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The results that finds have not delivered yet, cut into batches. The backend's own cursors hold live documents, know no default batch
 * size and no largest reply. Guarded by the backend's lock.
 */
final class Cursors {
    /** The number of documents that a real server puts into a first batch if it is not told. */
    static final int DEFAULT_BATCH = 101;

    private static final int MAX_BATCH_BYTES = 16 * 1024 * 1024;

    private final Map<Long, Open> open = new HashMap<>();
    private long lastId;

    /** Cuts a reply that holds all documents down to the first batch, and keeps copies of the others. */
    Document first(Document all, int batchSize, boolean single) {
        Deque<Document> documents = new ArrayDeque<>();
        for (Document document : CommandFields.firstBatch(all)) {
            documents.add(document.cloneDeeply());
        }
        String namespace = String.valueOf(CommandFields.document(all, "cursor").get("ns"));
        List<Document> batch = take(documents, batchSize);
        long id = 0;
        if (!documents.isEmpty() && !single) {
            id = ++lastId;
            open.put(id, new Open(namespace, documents));
        }
        return reply("firstBatch", namespace, id, batch);
    }

    Document more(Document body) {
        long id = ((Number) CommandFields.required(body, "getMore")).longValue();
        Open cursor = open.get(id);
        if (cursor == null) {
            throw new CursorNotFoundException(id);
        }
        int batchSize = CommandFields.number(body, "batchSize", 0);
        List<Document> batch = take(cursor.documents(), batchSize == 0 ? Integer.MAX_VALUE : batchSize);
        if (cursor.documents().isEmpty()) {
            open.remove(id);
        }
        return reply("nextBatch", cursor.namespace(), cursor.documents().isEmpty() ? 0 : id, batch);
    }

    Document kill(Document body) {
        List<Long> killed = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (Object id : (List<?>) CommandFields.required(body, "cursors")) {
            long number = ((Number) id).longValue();
            (open.remove(number) == null ? unknown : killed).add(number);
        }
        return new Document("cursorsKilled", killed)
                .append("cursorsNotFound", unknown)
                .append("cursorsAlive", List.of())
                .append("cursorsUnknown", List.of())
                .append("ok", 1.0);
    }

    /** Forgets all, as a server does that stops. */
    void clear() {
        open.clear();
    }

    private static List<Document> take(Deque<Document> documents, int batchSize) {
        List<Document> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < batchSize && !documents.isEmpty()) {
            bytes += Bson.size(documents.element());
            if (bytes > MAX_BATCH_BYTES && !batch.isEmpty()) {
                break;
            }
            batch.add(documents.remove());
        }
        return batch;
    }

    private static Document reply(String field, String namespace, long id, List<Document> batch) {
        return new Document(
                        "cursor", new Document(field, batch).append("id", id).append("ns", namespace))
                .append("ok", 1.0);
    }

    private record Open(String namespace, Deque<Document> documents) {}
}
