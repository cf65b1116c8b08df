package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory backend, with what it does wrong done right (ADR 9). Commands run one at a time and their replies are copies, so that no
 * reply changes under its reader. Thread-safe.
 */
final class MendedBackend extends MemoryBackend {
    private static final int WIRE_VERSION_OF_5_0 = 13;
    static final int MAX_DOCUMENT = 16 * 1024 * 1024;
    private static final int MAX_BATCH = 100_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Cursors cursors = new Cursors();
    /** The backend remembers the last error of each connection, which no driver asks for any more. */
    private final Channel channel = new EmbeddedChannel();

    /** Runs the command if it is still wanted when its turn comes; an error is a reply too. */
    Optional<Document> run(Request request, BooleanSupplier wanted) {
        lock.lock();
        try {
            return wanted.getAsBoolean()
                    ? Optional.of(handleCommand(channel, request.database(), request.name(), request.body()))
                    : Optional.empty();
        } catch (MongoServerError e) {
            return Optional.of(error(e.getCode(), e.getCodeName(), e.getMessageWithoutErrorCode()));
        } catch (MongoServerException e) {
            return Optional.of(error(8, "UnknownError", e.getMessageWithoutErrorCode()));
        } catch (RuntimeException e) {
            return Optional.of(error(1, "InternalError", String.valueOf(e)));
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the command that is running, and forgets the cursors, as a server does that stops. */
    void quiesce() {
        lock.lock();
        try {
            cursors.clear();
        } finally {
            lock.unlock();
        }
    }

    static Document error(int code, String codeName, String message) {
        return new Document("ok", 0.0)
                .append("errmsg", message)
                .append("code", code)
                .append("codeName", codeName);
    }

    @Override
    public MendedDatabase openOrCreateDatabase(String databaseName) {
        return new MendedDatabase(databaseName, getCursorRegistry());
    }

    @Override
    public Document handleCommand(Channel connection, String database, String command, Document body) {
        lock.lock();
        try {
            return switch (command.toLowerCase(Locale.ROOT)) {
                case "hello", "ismaster" -> hello();
                case "insert" -> write(database, command, body, "documents");
                case "update" -> write(database, command, body, "updates");
                case "delete" -> write(database, command, body, "deletes");
                case "findandmodify" -> findAndModify(database, command, body);
                case "find" -> firstBatch(database, command, body, body);
                case "aggregate" -> firstBatch(database, command, body, CommandFields.document(body, "cursor"));
                case "listindexes" -> firstBatch(database, command, body, new Document());
                case "listcollections" -> listCollections(database, command, body);
                case "getmore" -> cursors.more(body);
                case "killcursors" -> cursors.kill(body);
                case "create" -> create(database, command, body);
                case "createindexes" -> createIndexes(database, command, body);
                case "dropindexes" -> dropIndexes(database, command, body);
                case "drop" -> drop(database, command, body);
                default -> plain(database, command, body).cloneDeeply();
            };
        } finally {
            lock.unlock();
        }
    }

    private Document plain(String database, String command, Document body) {
        return super.handleCommand(channel, database, command, body);
    }

    /** Says that it is this server and no other: it has no journal for a store to wait for. */
    private Document hello() {
        return new Document("helloOk", true)
                .append("ismaster", true)
                .append("isWritablePrimary", true)
                .append("maxBsonObjectSize", MAX_DOCUMENT)
                .append("maxMessageSizeBytes", Request.MAX_MESSAGE)
                .append("maxWriteBatchSize", MAX_BATCH)
                .append("localTime", Instant.now(getClock()))
                .append("minWireVersion", 0)
                .append("maxWireVersion", WIRE_VERSION_OF_5_0)
                .append("readOnly", false)
                .append("synapse4jEmbedded", true)
                .append("ok", 1.0);
    }

    /** One statement after the other, so that an ordered write can stop, and each is counted by what it did. */
    private Document write(String database, String command, Document body, String field) {
        boolean ordered = !Boolean.FALSE.equals(body.get("ordered"));
        List<Document> statements = CommandFields.documents(body, field);
        String collection = String.valueOf(body.get(command));
        WriteReply reply = new WriteReply(field, () -> indexes(database, collection));
        for (int i = 0; i < statements.size() && !(ordered && reply.failed()); i++) {
            try {
                reply.add(i, statement(database, command, body, field, statements.get(i)));
            } catch (MongoServerError e) {
                reply.addError(i, e);
            }
        }
        return reply.toDocument();
    }

    private Document statement(String database, String command, Document body, String field, Document statement) {
        String collection = String.valueOf(body.get(command));
        if (statement.get("u") instanceof List<?> && field.equals("updates")) {
            return pipeline(database, collection).update(statement);
        }
        Document single = body.clone();
        single.put(field, List.of(statement));
        return plain(database, command, single);
    }

    private Document findAndModify(String database, String command, Document body) {
        Document reply = body.get("update") instanceof List<?>
                ? pipeline(database, String.valueOf(body.get(command))).findAndModify(body)
                : plain(database, command, body);
        Document copy = reply.cloneDeeply();
        if (!copy.containsKey("lastErrorObject")) {
            copy.put("lastErrorObject", upsertOrNothing(body, copy.get("value")));
        }
        return copy;
    }

    /** The reply where no document was updated: one was removed or inserted, or nothing was done. */
    private static Document upsertOrNothing(Document body, @Nullable Object value) {
        boolean upserted = CommandFields.isTrue(body.get("upsert"));
        Document done = new Document("n", upserted || value != null ? 1 : 0);
        if (body.containsKey("update")) {
            done.put("updatedExisting", false);
        }
        if (upserted && value instanceof Document inserted) {
            done.put("upserted", inserted.get("_id"));
        }
        return done;
    }

    private PipelineUpdate pipeline(String database, String collection) {
        return new PipelineUpdate(
                (command, body) -> plain(database, command, body),
                this::resolveDatabase,
                resolveDatabase(database),
                collection);
    }

    private Document firstBatch(String database, String command, Document body, Document options) {
        Document unbatched = body.clone();
        unbatched.remove("batchSize");
        int batchSize = CommandFields.number(options, "batchSize", Cursors.DEFAULT_BATCH);
        return cursors.first(
                plain(database, command, unbatched), batchSize, CommandFields.isTrue(body.get("singleBatch")));
    }

    private Document listCollections(String database, String command, Document body) {
        Document reply = plain(database, command, body);
        if (body.get("filter") instanceof Document filter) {
            List<Document> matching = new ArrayList<>(CommandFields.firstBatch(reply));
            matching.removeIf(collection -> !new DefaultQueryMatcher().matches(collection, filter));
            CommandFields.document(reply, "cursor").put("firstBatch", matching);
        }
        return cursors.first(reply, Cursors.DEFAULT_BATCH, false);
    }

    private Document create(String database, String command, Document body) {
        for (String option : List.of("clusteredIndex", "timeseries", "collation")) {
            if (body.containsKey(option)) {
                throw new MongoServerError(40415, "BSON field 'create." + option + "' is an unknown field.");
            }
        }
        return plain(database, command, body);
    }

    private Document createIndexes(String database, String command, Document body) {
        String collection = String.valueOf(body.get(command));
        List<Document> before = indexes(database, collection);
        List<Document> missing = IndexChange.missing(CommandFields.documents(body, "indexes"), before);
        if (!missing.isEmpty()) {
            Document rest = body.clone();
            rest.put("indexes", missing);
            plain(database, command, rest);
        }
        return new Document("numIndexesBefore", Math.max(1, before.size()))
                .append("numIndexesAfter", Math.max(1, before.size()) + missing.size())
                .append("createdCollectionAutomatically", before.isEmpty())
                .append("ok", 1.0);
    }

    /** By the fields of the index: by its name the backend drops those of all collections that have it. */
    private Document dropIndexes(String database, String command, Document body) {
        String collection = String.valueOf(body.get(command));
        Object wanted = CommandFields.required(body, "index");
        List<Document> before = indexes(database, collection);
        List<Document> dropped = before.stream()
                .filter(index -> !"_id_".equals(index.get("name")))
                .filter(index ->
                        wanted.equals("*") || wanted.equals(index.get("name")) || wanted.equals(index.get("key")))
                .toList();
        if (dropped.isEmpty() && !wanted.equals("*")) {
            throw new MongoServerError(27, "IndexNotFound", "index not found with name [" + wanted + "]");
        }
        for (Document index : dropped) {
            plain(database, command, new Document(command, collection).append("index", index.get("key")));
        }
        return new Document("nIndexesWas", before.size()).append("ok", 1.0);
    }

    private Document drop(String database, String command, Document body) {
        String collection = String.valueOf(body.get(command));
        MongoCollection<?> found = resolveDatabase(database).resolveCollection(collection, false);
        if (found == null) {
            throw new MongoServerError(26, "NamespaceNotFound", "ns not found");
        }
        return plain(database, command, body);
    }

    private List<Document> indexes(String database, String collection) {
        return CommandFields.firstBatch(plain(database, "listIndexes", new Document("listIndexes", collection)));
    }
}
