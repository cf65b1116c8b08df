package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.api.spi.support.LeaseWrites;
import org.synapse4j.mongocommon.OddDocumentException;
import org.synapse4j.mongocommon.documents.Fields;

/**
 * Leases in a collection of their own, each a document that is replaced as a whole:
 *
 * <pre>{@code
 * { _id: "mails/0", token: 7, beat: 42, owner: "node-a 5f0c", position: 1041, notes: [ {name: "query", text: "types Paid"} ] }
 * }</pre>
 *
 * A write is filtered by token and beat, so that one that arrives late finds others there and changes nothing (ADR 30). What a lost answer
 * leaves open is read back: a token and a beat are written once. Thread-safe.
 */
final class MongoLeases implements LeaseStorage {
    static final String TOKEN = "token";
    static final String BEAT = "beat";
    static final String OWNER = "owner";
    static final String POSITION = "position";
    static final String NOTES = "notes";
    private static final String NOTE_NAME = "name";
    private static final String NOTE_TEXT = "text";

    /** Between the subscription and the partition in a key; a subscription's name may hold it too. */
    private static final char SEPARATOR = '/';

    private static final long PAUSE = 5;

    private final Supplier<MongoCollection<Document>> leases;
    private final Calls calls;

    MongoLeases(MongoCollection<Document> leases, Calls calls) {
        this.leases = TimeLeft.of(leases);
        this.calls = calls;
    }

    @Override
    public Optional<StoredLease> find(LeaseName name) {
        Objects.requireNonNull(name, "lease");
        return calls.get("read of a lease", () -> stored(name));
    }

    @Override
    public List<StoredLease> list(SubscriptionName subscription) {
        Objects.requireNonNull(subscription, "subscription");
        Bson inRange = Filters.and(
                Filters.gte(Fields.KEY, subscription.value() + SEPARATOR),
                Filters.lt(Fields.KEY, subscription.value() + (char) (SEPARATOR + 1)));
        return calls.get(
                "list of leases",
                () -> leases.get().find(inRange).into(new ArrayList<>()).stream()
                        .map(MongoLeases::lease)
                        // A name that goes on with a slash lies in the range too.
                        .filter(lease -> lease.name().subscription().equals(subscription))
                        .sorted((one, other) -> one.name().compareTo(other.name()))
                        .toList());
    }

    @Override
    public boolean create(StoredLease lease) {
        Objects.requireNonNull(lease, "lease");
        return calls.get("making of a lease", () -> {
            try {
                leases.get().insertOne(document(lease));
                return true;
            } catch (MongoException error) {
                if (!Failures.isDuplicate(error)) {
                    throw error;
                }
                return stored(lease.name()).equals(Optional.of(lease));
            }
        });
    }

    @Override
    public boolean replace(StoredLease seen, StoredLease next) {
        LeaseWrites.requireReplaceable(seen, next);
        return write(next, Filters.and(ofToken(seen), Filters.eq(BEAT, seen.beat())), stored -> stored.isAt(seen));
    }

    @Override
    public boolean revoke(StoredLease seen, StoredLease next) {
        LeaseWrites.requireRevocable(seen, next);
        return write(next, ofToken(seen), stored -> stored.token() == seen.token());
    }

    private boolean write(StoredLease next, Bson ifStored, Predicate<StoredLease> isAsSeen) {
        Document document = document(next);
        return calls.get("write of a lease", () -> {
            Deadline deadline = calls.begin();
            while (leases.get().replaceOne(ifStored, document).getMatchedCount() == 0) {
                Optional<StoredLease> stored = stored(next.name());
                // A majority read may lag behind what the write has met: where it still shows what was seen, nothing is
                // known yet.
                if (stored.filter(isAsSeen).isEmpty() || deadline.isOver()) {
                    return stored.equals(Optional.of(next));
                }
                deadline.pause(PAUSE, "write of a lease");
            }
            return true;
        });
    }

    private Optional<StoredLease> stored(LeaseName name) {
        return Optional.ofNullable(leases.get()
                        .find(Filters.eq(Fields.KEY, name.toString()))
                        .first())
                .map(MongoLeases::lease);
    }

    private static Bson ofToken(StoredLease seen) {
        return Filters.and(Filters.eq(Fields.KEY, seen.name().toString()), Filters.eq(TOKEN, seen.token()));
    }

    private static Document document(StoredLease lease) {
        Document document = new Document(Fields.KEY, lease.name().toString())
                .append(TOKEN, lease.token())
                .append(BEAT, lease.beat());
        lease.owner().ifPresent(owner -> document.append(OWNER, owner));
        lease.position().ifPresent(position -> document.append(POSITION, position.value()));
        if (!lease.notes().isEmpty()) {
            List<Document> notes = new ArrayList<>();
            lease.notes().forEach((name, text) -> notes.add(new Document(NOTE_NAME, name).append(NOTE_TEXT, text)));
            document.append(NOTES, notes);
        }
        return document;
    }

    private static StoredLease lease(Document document) {
        try {
            return read(document);
        } catch (InvalidValueException | NumberFormatException | IndexOutOfBoundsException | ClassCastException odd) {
            throw new OddDocumentException("the lease " + document.get(Fields.KEY), odd);
        }
    }

    private static StoredLease read(Document document) {
        String key = document.getString(Fields.KEY);
        int separator = key.lastIndexOf(SEPARATOR);
        Map<String, String> notes = new LinkedHashMap<>();
        for (Document note : document.getList(NOTES, Document.class, List.of())) {
            notes.put(note.getString(NOTE_NAME), note.getString(NOTE_TEXT));
        }
        return new StoredLease(
                new LeaseName(
                        SubscriptionName.of(key.substring(0, separator)),
                        Integer.parseInt(key, separator + 1, key.length(), 10)),
                Integers.of(document, TOKEN),
                Integers.of(document, BEAT),
                Optional.ofNullable(document.getString(OWNER)),
                document.containsKey(POSITION)
                        ? Optional.of(Position.of(Integers.of(document, POSITION)))
                        : Optional.empty(),
                notes);
    }
}
