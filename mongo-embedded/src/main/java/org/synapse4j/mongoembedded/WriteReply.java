package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds up the replies to the statements of one write. Not thread-safe. */
final class WriteReply {
    private static final int DUPLICATE_KEY = 11000;
    private static final Pattern INDEX = Pattern.compile(" index: (.+?) dup key: ");

    private final Supplier<List<Document>> indexes;
    private final boolean update;
    private final boolean insert;
    private final List<Document> errors = new ArrayList<>();
    private final List<Document> upserted = new ArrayList<>();
    private int written;
    private int modified;

    /** @param indexes those of the collection */
    WriteReply(String field, Supplier<List<Document>> indexes) {
        this.indexes = indexes;
        update = field.equals("updates");
        insert = field.equals("documents");
    }

    boolean failed() {
        return !errors.isEmpty();
    }

    void add(int index, Document reply) {
        boolean refused = reply.containsKey("writeErrors");
        addIndexed(index, reply, "writeErrors", errors);
        addIndexed(index, reply, "upserted", upserted);
        // The backend counts an inserted document whether it was or not.
        written += insert && refused ? 0 : CommandFields.number(reply, "n", 0);
        modified += CommandFields.number(reply, "nModified", 0);
    }

    /** Adds the reply to several statements, of which the first has this index. */
    void addPart(int first, Document reply) {
        addIndexed(first, reply, "writeErrors", errors);
        addIndexed(first, reply, "upserted", upserted);
        written += CommandFields.number(reply, "n", 0);
        modified += CommandFields.number(reply, "nModified", 0);
    }

    void addError(int index, MongoServerError error) {
        errors.add(withKey(new Document("index", index)
                .append("code", error.getCode())
                .append("codeName", error.getCodeName())
                .append("errmsg", error.getMessageWithoutErrorCode())));
    }

    /** Names the key that was taken, which the backend says in its message only. */
    private Document withKey(Document error) {
        Matcher named = INDEX.matcher(String.valueOf(error.get("errmsg")));
        if (CommandFields.number(error, "code", 0) == DUPLICATE_KEY && named.find()) {
            for (Document index : indexes.get()) {
                if (named.group(1).equals(index.get("name"))) {
                    error.put("keyPattern", index.get("key"));
                }
            }
        }
        return error;
    }

    Document toDocument() {
        Document reply = new Document("n", written);
        if (update) {
            reply.put("nModified", modified);
        }
        if (!upserted.isEmpty()) {
            reply.put("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            reply.put("writeErrors", errors);
        }
        return reply.append("ok", 1.0);
    }

    private void addIndexed(int index, Document reply, String field, List<Document> to) {
        if (reply.get(field) instanceof Iterable<?> parts) {
            for (Object part : parts) {
                Document copy = ((Document) part).cloneDeeply();
                copy.put("index", index + CommandFields.number(copy, "index", 0));
                to.add(withKey(copy));
            }
        }
    }
}
