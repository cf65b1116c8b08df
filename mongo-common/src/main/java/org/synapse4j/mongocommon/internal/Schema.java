package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ClusteredIndexOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.WrongLayoutException;

/**
 * The collections, their indexes, and the document that says in which layout they are: {@code {_id: "layout", layout, schema}}.
 * Making them twice changes nothing.
 */
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private static final int SCHEMA = 1;
    private static final String LAYOUT = "layout";
    private static final Bson LAYOUT_DOCUMENT = Filters.eq(Fields.KEY, LAYOUT);
    private static final Set<Integer> OTHER_OPTIONS = Set.of(85, 86);

    private final MongoDatabase database;
    private final MongoCollection<Document> store;
    private final String prefix;
    private final String layout;
    private final List<Index> indexes;

    Schema(MongoDatabase database, String prefix, String layout) {
        this.database = database;
        this.store = database.getCollection(store(prefix));
        this.prefix = prefix;
        this.layout = layout;
        this.indexes = List.of(
                Index.of(events(prefix), "stream_version", true, Fields.STREAM, Fields.VERSION),
                Index.of(events(prefix), "commitId", true, Fields.COMMIT_ID),
                Index.of(snapshots(prefix), "stream_version", false, Fields.STREAM, Fields.VERSION));
    }

    static String events(String prefix) {
        return prefix + "_events";
    }

    static String snapshots(String prefix) {
        return prefix + "_snapshots";
    }

    static String checkpoints(String prefix) {
        return prefix + "_checkpoints";
    }

    static String store(String prefix) {
        return prefix + "_store";
    }

    /** Makes what is missing; the document last, so that who finds it finds the indexes too. */
    void ensure() {
        Document found = store.find(LAYOUT_DOCUMENT).first();
        if (found != null) {
            requireOurs(found);
        }
        createEvents();
        indexes.forEach(this::create);
        if (found == null) {
            write();
        }
    }

    /** Returns if the store was made, in this layout, and has its indexes. */
    void require() {
        requireLayout();
        for (Index index : indexes) {
            if (database.getCollection(index.collection).listIndexes().into(new ArrayList<>()).stream()
                    .noneMatch(index::is)) {
                throw new ConfigurationException(
                        "Collection " + index.collection + " of database " + database.getName() + " has no index "
                                + index.name + " on " + index.keys + ", unique" + (index.sparse ? " and sparse" : "")
                                + ". Call ensureIndexes() once, or open it by a URI with indexes=ensure.",
                        List.of());
            }
        }
    }

    private void requireLayout() {
        Document found = store.find(LAYOUT_DOCUMENT).first();
        if (found == null) {
            throw new ConfigurationException(
                    "There is no store with prefix '" + prefix + "' in database " + database.getName()
                            + ". Call ensureIndexes() once, or open it by a URI with indexes=ensure.",
                    List.of());
        }
        requireOurs(found);
    }

    private void write() {
        try {
            store.insertOne(
                    new Document(Fields.KEY, LAYOUT).append(LAYOUT, layout).append("schema", SCHEMA));
        } catch (MongoException error) {
            if (!Failures.isDuplicate(error)) {
                throw error;
            }
            requireLayout();
        }
    }

    private void requireOurs(Document found) {
        String stored = found.getString(LAYOUT) + ", schema " + found.get("schema");
        String ours = layout + ", schema " + SCHEMA;
        if (!stored.equals(ours)) {
            throw new WrongLayoutException("database " + database.getName() + ", prefix " + prefix, ours, stored);
        }
    }

    /** Clustered by slot where the server can (from 5.3): one tree instead of two. */
    private void createEvents() {
        CreateCollectionOptions clustered = new CreateCollectionOptions()
                .clusteredIndexOptions(new ClusteredIndexOptions(new Document(Fields.KEY, 1), true));
        try {
            database.createCollection(events(prefix), clustered);
        } catch (MongoCommandException error) {
            if (Failures.isPassing(error)) {
                throw error;
            }
            LOG.debug("The events collection is there, or cannot be clustered; inserts make a plain one", error);
        }
    }

    private void create(Index index) {
        try {
            database.getCollection(index.collection)
                    .createIndex(
                            index.keys,
                            new IndexOptions().name(index.name).unique(true).sparse(index.sparse));
        } catch (MongoCommandException error) {
            if (!OTHER_OPTIONS.contains(error.getErrorCode())) {
                throw error;
            }
            throw new ConfigurationException(
                    "Collection " + index.collection + " of database " + database.getName()
                            + " has another index named " + index.name + " or on " + index.keys
                            + ". Drop that one, and call ensureIndexes() again.",
                    List.of(),
                    error);
        }
    }

    /** A unique index. */
    private record Index(String collection, String name, BsonDocument keys, boolean sparse) {
        static Index of(String collection, String name, boolean sparse, String... fields) {
            return new Index(collection, name, Indexes.ascending(fields).toBsonDocument(), sparse);
        }

        /** Whether the server describes this index. */
        boolean is(Document described) {
            Document found = described.get("key", new Document());
            return name.equals(described.getString("name"))
                    && List.copyOf(found.keySet()).equals(List.copyOf(keys.keySet()))
                    && found.values().stream().allMatch(order -> order instanceof Number up && up.intValue() == 1)
                    && described.getBoolean("unique", false)
                    && described.getBoolean("sparse", false) == sparse;
        }
    }
}
