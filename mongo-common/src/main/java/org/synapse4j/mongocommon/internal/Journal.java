package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.synapse4j.mongocommon.documents.Fields;

/**
 * Sees to it that nothing is delivered or judged that a crash of the server takes back. Members of a replica set keep what the
 * majority has, and reads ask for that. A server that is none shows writes before they are in its journal: there a read is followed by
 * a barrier, a journaled write that begins after it, unless all that was read is known to be in the journal already. A barrier counts
 * only if the server has not been started again since the read: what was read may be gone then, and is read again (ADR 17). Thread-safe.
 */
final class Journal {
    /** A field by which the embedded server tells itself, and no other does: it keeps nothing, and takes nothing back either. */
    private static final String EMBEDDED = "synapse4jEmbedded";

    private static final Document HELLO = new Document("hello", 1);
    private static final int COMMAND_NOT_FOUND = 59;
    private static final int INTERRUPTED_AT_SHUTDOWN = 11600;

    private final Supplier<MongoDatabase> database;
    private final SettledRecord record;
    private final JournaledSlots slots = new JournaledSlots();
    private final SharedCall<Server> barrier;

    /** The last sight of the server. Invariant: what a read is compared with was seen before the read began. */
    private volatile @Nullable Server seen;

    /** The ways in which a server is read. */
    private enum Reads {
        /** As it is: a member of a replica set, a mongos, the embedded server. */
        KEPT,
        /** With a barrier. */
        AWAITED,
        /** Up to the settled slot that is recorded, where the user may not write: it is recorded only once it is in the journal. */
        RECORDED
    }

    /**
     * A server, from one start to the next.
     *
     * @param process changes with each start; empty where the server does not tell it, or it does not matter
     */
    private record Server(Reads reads, String process) {}

    /** @param patience how long a thread waits for another's barrier */
    Journal(MongoDatabase database, SettledRecord record, Duration patience) {
        this.database = TimeLeft.of(database);
        this.record = record;
        this.barrier = new SharedCall<>(this::barrier, patience);
    }

    /**
     * A filter of the log's documents, without those that this user is not given. A crash may take the record back, which must not take
     * back what this object has given out.
     */
    Bson readable(Bson filter) {
        if (server().reads != Reads.RECORDED) {
            return filter;
        }
        slots.addUpTo(record.read());
        return Filters.and(filter, Filters.lte(Fields.SLOT, slots.upTo()));
    }

    /** A cursor over what is found, each document in the journal when it is given out. */
    LogCursor cursor(FindIterable<RawBsonDocument> find) {
        Server server = server();
        MongoCursor<RawBsonDocument> found = find.cursor();
        return server.reads == Reads.AWAITED
                ? new JournaledCursor(found, batch -> await(batch, server))
                : LogCursor.of(found);
    }

    /** The first that is found, in the journal. */
    Optional<RawBsonDocument> first(FindIterable<RawBsonDocument> find) {
        Server server = server();
        RawBsonDocument found = find.first();
        if (found != null && server.reads == Reads.AWAITED) {
            await(List.of(found), server);
        }
        return Optional.ofNullable(found);
    }

    /** The result of a look, with all that it saw in the journal, also removals: for those who are told that something is not there. */
    <T> T await(Supplier<T> look) {
        Server server = server();
        T found = look.get();
        if (server.reads == Reads.AWAITED) {
            await(server);
        }
        return found;
    }

    /** Takes note that the server has said of these documents that they are in the journal. */
    void wrote(List<RawBsonDocument> documents) {
        if (isAwaited()) {
            documents.forEach(this::add);
        }
    }

    /** Takes note that all slots up to this one are settled, and in the journal. */
    void settledUpTo(long slot) {
        if (isAwaited()) {
            slots.addUpTo(slot);
        }
    }

    /** Whether reads wait for the journal; not if nothing was read yet. */
    boolean isAwaited() {
        Server server = seen;
        return server != null && server.reads == Reads.AWAITED;
    }

    /** Forgets which slots are in the journal: they were another store's. */
    void forget() {
        slots.forget();
    }

    private void await(List<RawBsonDocument> read, Server server) {
        if (!read.stream().allMatch(this::isJournaled)) {
            await(server);
            read.forEach(this::add);
        }
    }

    private void await(Server asked) {
        if (!barrier.get().equals(asked)) {
            throw new MongoException(
                    INTERRUPTED_AT_SHUTDOWN,
                    "The server was started again since it was read: it may have lost what was read");
        }
    }

    private boolean isJournaled(RawBsonDocument document) {
        return document.get(Fields.SLOT) instanceof BsonNumber slot
                && slots.has(slot.longValue())
                && !isRemoval(document);
    }

    private void add(RawBsonDocument document) {
        if (document.get(Fields.SLOT) instanceof BsonNumber slot) {
            slots.add(slot.longValue());
        }
    }

    /** Whether it has taken the place of another document, which a crash may bring back. */
    private static boolean isRemoval(RawBsonDocument document) {
        return document.containsKey(Fields.TOMBSTONE)
                || (document.get(Fields.EVENTS) instanceof BsonArray events
                        && !events.isEmpty()
                        && events.get(0) instanceof BsonDocument first
                        && first.containsKey(Fields.TOMBSTONE));
    }

    private Server server() {
        Server known = seen;
        return known == null ? look() : known;
    }

    private Server look() {
        Server server = hello();
        if (server.reads == Reads.AWAITED) {
            try {
                write();
            } catch (MongoException error) {
                if (!Failures.isNotAllowed(error)) {
                    throw error;
                }
                server = new Server(Reads.RECORDED, "");
            }
        }
        seen = server;
        return server;
    }

    private Server barrier() {
        write();
        Server after = hello();
        seen = after;
        return after;
    }

    private void write() {
        slots.addUpTo(record.barrier(slots.upTo()));
    }

    private Server hello() {
        Document said;
        try {
            said = database.get().runCommand(HELLO);
        } catch (MongoCommandException error) {
            if (error.getErrorCode() != COMMAND_NOT_FOUND) {
                throw error;
            }
            said = new Document();
        }
        boolean kept = said.containsKey("setName") || "isdbgrid".equals(said.get("msg")) || said.containsKey(EMBEDDED);
        return kept ? new Server(Reads.KEPT, "") : new Server(Reads.AWAITED, process(said));
    }

    private static String process(Document said) {
        return said.get("topologyVersion") instanceof Document topology
                ? String.valueOf(topology.get("processId"))
                : "";
    }
}
