package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.RawBsonDocument;
import org.synapse4j.api.Position;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewChange;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.ViewStorage;
import org.synapse4j.api.spi.support.ViewWrites;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.ViewDocuments;

/**
 * Each version of a view in a collection of its own, which the first write makes, and in which a user may make indexes. A document is replaced as a whole,
 * by a filter on position and edition, so that one that arrives late changes nothing (ADR 32). What a lost answer leaves open is read back.
 * Thread-safe.
 */
final class MongoViews implements ViewStorage {
    private static final BulkWriteOptions EACH_BY_ITSELF = new BulkWriteOptions().ordered(false);
    private static final long PAUSE = 5;

    private final Supplier<MongoDatabase> database;
    private final String prefix;
    private final StorageLimits limits;
    private final Calls calls;

    MongoViews(MongoDatabase database, String prefix, StorageLimits limits, Calls calls) {
        this.database = TimeLeft.of(database);
        this.prefix = prefix;
        this.limits = limits;
        this.calls = calls;
    }

    @Override
    public Map<String, View<OpaqueEvent>> find(ViewName name, Set<String> keys) {
        Objects.requireNonNull(name, "view");
        Objects.requireNonNull(keys, "keys");
        return calls.get("read of views", () -> {
            Map<String, View<OpaqueEvent>> found = new HashMap<>();
            for (RawBsonDocument document : documents(name, keys)) {
                View<OpaqueEvent> view = ViewDocuments.view(document);
                found.put(view.key(), view);
            }
            return found;
        });
    }

    @Override
    public List<View<OpaqueEvent>> page(ViewName name, String after, int most) {
        Objects.requireNonNull(name, "view");
        Objects.requireNonNull(after, "after");
        return calls.get(
                "read of views",
                () -> views(name)
                        .find(Filters.gt(Fields.KEY, after))
                        .sort(Sorts.ascending(Fields.KEY))
                        .limit(most)
                        .map(ViewDocuments::view)
                        .into(new ArrayList<>()));
    }

    @Override
    public Set<String> write(ViewName name, List<ViewChange<OpaqueEvent>> changes) {
        ViewWrites.require(name, changes, limits);
        Map<String, Change> all = new HashMap<>();
        changes.forEach(change -> all.put(change.key(), Change.of(name, change)));
        return calls.get("write of views", () -> written(name, all));
    }

    @Override
    public void prune(ViewName name, Position upTo) {
        Objects.requireNonNull(name, "view");
        Objects.requireNonNull(upTo, "up to");
        calls.run(
                "pruning of views",
                () -> views(name)
                        .deleteMany(Filters.and(
                                Filters.exists(Fields.TOMBSTONE), Filters.lte(Fields.POSITION, upTo.value()))));
    }

    @Override
    public void drop(ViewName name) {
        Objects.requireNonNull(name, "view");
        calls.run("drop of views", () -> views(name).drop());
    }

    /** A change, and the document that it stores. */
    private record Change(ViewChange<OpaqueEvent> change, RawBsonDocument next) {
        static Change of(ViewName name, ViewChange<OpaqueEvent> change) {
            return new Change(change, ViewDocuments.document(name, change.next()));
        }

        WriteModel<RawBsonDocument> model() {
            return change.seen()
                    .<WriteModel<RawBsonDocument>>map(seen -> new ReplaceOneModel<>(
                            Filters.and(
                                    Filters.eq(Fields.KEY, seen.key()),
                                    Filters.eq(Fields.POSITION, seen.position().value()),
                                    Filters.eq(Fields.EDITION, seen.edition())),
                            next))
                    .orElseGet(() -> new InsertOneModel<>(next));
        }
    }

    private Set<String> written(ViewName name, Map<String, Change> all) {
        Deadline deadline = calls.begin();
        Map<String, Change> left = all;
        Set<String> refused = new HashSet<>();
        while (!left.isEmpty() && !areAllStored(name, left.values())) {
            Map<String, Change> unclear = new HashMap<>(left);
            for (RawBsonDocument stored : documents(name, left.keySet())) {
                View<OpaqueEvent> view = ViewDocuments.view(stored);
                Change change = Objects.requireNonNull(left.get(view.key()));
                if (stored.equals(change.next)) {
                    unclear.remove(view.key());
                } else if (change.change.seen().filter(view::isAt).isEmpty()) {
                    unclear.remove(view.key());
                    refused.add(view.key());
                }
            }
            // A majority read may lag behind what the write has met: what still shows as it was seen is tried again.
            // What was seen and is
            // absent was dropped.
            for (String key : Set.copyOf(unclear.keySet())) {
                if (deadline.isOver() || isGone(name, Objects.requireNonNull(unclear.get(key)))) {
                    unclear.remove(key);
                    refused.add(key);
                }
            }
            left = unclear;
            if (!left.isEmpty()) {
                deadline.pause(PAUSE, "write of views");
            }
        }
        return refused;
    }

    private boolean areAllStored(ViewName name, Collection<Change> changes) {
        List<WriteModel<RawBsonDocument>> models =
                changes.stream().map(Change::model).toList();
        try {
            BulkWriteResult result = views(name).bulkWrite(models, EACH_BY_ITSELF);
            return result.getInsertedCount() + result.getMatchedCount() == changes.size();
        } catch (MongoBulkWriteException error) {
            if (error.getWriteConcernError() != null
                    || !error.getWriteErrors().stream().allMatch(TakenKey::isTold)) {
                throw error;
            }
            return false;
        }
    }

    private boolean isGone(ViewName name, Change change) {
        return change.change.seen().isPresent()
                && documents(name, Set.of(change.change.key())).isEmpty();
    }

    private List<RawBsonDocument> documents(ViewName name, Set<String> keys) {
        return views(name).find(Filters.in(Fields.KEY, keys)).into(new ArrayList<>());
    }

    private MongoCollection<RawBsonDocument> views(ViewName name) {
        return database.get().getCollection(CollectionNames.view(prefix, name), RawBsonDocument.class);
    }
}
