package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ClusteredIndexOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bson.BsonBinarySubType;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.PermanentException;
import org.synapse4j.api.errors.WrongLayoutException;
import org.synapse4j.mongocommon.Finding;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Descriptor;
import org.synapse4j.mongocommon.documents.Fields;

/**
 * The collections, their indexes, and the document that says in which layout they are, and which store it is:
 * {@code {_id: "layout", layout, schema, store}}.
 * Making them twice changes nothing.
 */
final class StoreCollections {
    private static final Logger LOG = LoggerFactory.getLogger(StoreCollections.class);

    private static final int SCHEMA = 1;
    private static final String LAYOUT = "layout";
    private static final String IDENTITY = "store";
    private static final Bson LAYOUT_DOCUMENT = Filters.eq(Fields.KEY, LAYOUT);
    private static final String MAJORITY_WITHOUT_JOURNAL =
            "The replica set is configured by writeConcernMajorityJournalDefault: false. Reads may be shown what is in no journal yet, and what a"
                    + " crash of its members takes back. Set it to true by rs.reconfig(), unless a member stores in memory only.";

    private final Supplier<MongoDatabase> database;
    private final String name;
    private final Supplier<MongoCollection<Document>> store;
    private final String prefix;
    private final String layout;
    private final List<StoreIndex> indexes;
    private final PremadeCollections premade;
    private final TagsIndex tags;
    private final @Nullable Supplier<MongoDatabase> admin;

    /** What tells this store from one that is made later in its place; null before it was seen, or of a store that has none. */
    private volatile @Nullable Object identity;

    /** @param admin where the server's administrators ask, if that is known */
    StoreCollections(
            MongoDatabase database, @Nullable MongoDatabase admin, String prefix, CommitLayout layout, TagsIndex tags) {
        this.database = TimeLeft.of(database);
        this.admin = admin == null ? null : TimeLeft.of(admin);
        this.name = database.getName();
        this.store = TimeLeft.of(database.getCollection(CollectionNames.store(prefix)));
        this.prefix = prefix;
        this.layout = layout.name();
        this.indexes = List.of(
                StoreIndex.sparse(CollectionNames.events(prefix), "stream_version", Fields.STREAM, Fields.VERSION),
                StoreIndex.sparse(CollectionNames.events(prefix), "commitId", Fields.COMMIT_ID),
                StoreIndex.full(CollectionNames.snapshots(prefix), "stream_version", Fields.STREAM, Fields.VERSION));
        this.tags = tags;
        this.premade = new PremadeCollections(this.database, prefix, layout);
    }

    /**
     * Makes what is missing; the document last, so that who finds it finds the indexes too.
     *
     * @param step does one step of it
     */
    void ensure(Consumer<Runnable> step) {
        step.accept(this::requireNothingElse);
        step.accept(this::createEvents);
        indexes.forEach(index -> step.accept(() -> create(index)));
        step.accept(this::write);
    }

    private void requireNothingElse() {
        Document found = found();
        if (found != null) {
            requireOurs(found);
        }
        Catalogue catalogue = usable();
        for (StoreIndex index : indexes) {
            List<Document> there = catalogue.indexesIfTold(index.collection());
            if (index.namesake(there).isPresent()) {
                throw missing(index, there);
            }
        }
    }

    private @Nullable Document found() {
        return store.get().find(LAYOUT_DOCUMENT).first();
    }

    /** Returns if the store was made, in this layout, and has its indexes. */
    void require() {
        requireLayout();
        Catalogue catalogue = usable();
        for (StoreIndex index : indexes) {
            List<Document> there = catalogue.indexes(index.collection());
            if (there.stream().noneMatch(index::is)) {
                throw missing(index, there);
            }
        }
        tags.warnUnlessAmong(catalogue.indexes(CollectionNames.events(prefix)));
    }

    /** Tells all that is wrong with the store's settings, and of indexes that are not its own. */
    void findings(Consumer<Finding> found) {
        Catalogue catalogue = new Catalogue(database);
        for (Runnable look : List.<Runnable>of(this::requireLayout, () -> premade.requireUsable(catalogue, indexes))) {
            try {
                look.run();
            } catch (PermanentException wrong) {
                found.accept(new Finding(Finding.Kind.SETTING, String.valueOf(wrong.getMessage())));
            }
        }
        for (StoreIndex index : indexes) {
            List<Document> there = catalogue.indexes(index.collection());
            if (there.stream().noneMatch(index::is)) {
                found.accept(new Finding(
                        Finding.Kind.SETTING,
                        String.valueOf(missing(index, there).getMessage())));
            }
        }
        if (isMajorityWithoutJournal()) {
            found.accept(new Finding(Finding.Kind.SETTING, MAJORITY_WITHOUT_JOURNAL));
        }
        indexes.stream()
                .map(StoreIndex::collection)
                .distinct()
                .forEach(collection -> catalogue.indexes(collection).forEach(index -> {
                    String name = String.valueOf(index.getString("name"));
                    boolean ours = indexes.stream().anyMatch(own -> own.isNamed(collection, name))
                            || (collection.equals(CollectionNames.events(prefix)) && tags.is(index));
                    boolean byKey = index.get("key", new Document()).keySet().equals(Set.of(Fields.KEY));
                    if (!ours && !byKey) {
                        found.accept(new Finding(
                                Finding.Kind.FOREIGN_INDEX, "Index " + name + " of collection " + collection));
                    }
                }));
    }

    /** Whether the replica set says so; who may not ask, or asks a server that is in none, is not told. */
    private boolean isMajorityWithoutJournal() {
        if (admin == null) {
            return false;
        }
        try {
            Document answer = admin.get().runCommand(new Document("replSetGetConfig", 1));
            return Boolean.FALSE.equals(answer.get("config", new Document()).get("writeConcernMajorityJournalDefault"));
        } catch (MongoCommandException refused) {
            if (Failures.isPassing(refused)) {
                throw refused;
            }
            return false;
        }
    }

    private Catalogue usable() {
        Catalogue catalogue = new Catalogue(database);
        premade.requireUsable(catalogue, indexes);
        return catalogue;
    }

    private ConfigurationException missing(StoreIndex index, List<Document> there) {
        return new ConfigurationException(
                "Collection " + index.collection() + " of database " + name + " has no index "
                        + index.name() + " on " + index.keys() + ", unique" + (index.sparse() ? " and sparse" : "")
                        + index.namesake(there)
                                .map(other -> ", but another one of that name, " + other.toJson()
                                        + "; drop that one: db." + index.collection() + ".dropIndex(\""
                                        + index.name() + "\")")
                                .orElse("")
                        + ". Call ensureIndexes() once, or open it by a URI with indexes=ensure.",
                List.of());
    }

    private void requireLayout() {
        Document found = found();
        if (found == null) {
            throw new ConfigurationException(
                    "There is no store with prefix '" + prefix + "' in database " + name
                            + ". Call ensureIndexes() once, or open it by a URI with indexes=ensure.",
                    List.of());
        }
        requireOurs(found);
    }

    /** Whether another store is there than was seen last, or none. */
    boolean isAnother() {
        Object known = identity;
        Document found = found();
        return found == null || (known != null && !known.equals(found.get(IDENTITY)));
    }

    private void write() {
        if (found() != null) {
            return;
        }
        try {
            Document made = new Document(Fields.KEY, LAYOUT)
                    .append(LAYOUT, layout)
                    .append("schema", SCHEMA)
                    .append(IDENTITY, new Binary(BsonBinarySubType.UUID_STANDARD, random()));
            store.get().insertOne(made);
            identity = made.get(IDENTITY);
        } catch (MongoException error) {
            if (!Failures.isDuplicate(error)) {
                throw error;
            }
            requireLayout();
        }
    }

    private void requireOurs(Document found) {
        String stored = found.get(LAYOUT) + ", schema " + schema(found);
        String ours = layout + ", schema " + SCHEMA;
        if (!stored.equals(ours)) {
            throw new WrongLayoutException("database " + name + ", prefix " + prefix, ours, stored);
        }
        identity = found.get(IDENTITY);
    }

    private static byte[] random() {
        return Descriptor.binary(CommitId.fresh()).getData();
    }

    /** A number as an integer, if it is one: an import, or a shell, may have made a double of it. */
    private static @Nullable Object schema(Document found) {
        Object schema = found.get("schema");
        return schema instanceof Number number && number.doubleValue() == SCHEMA ? SCHEMA : schema;
    }

    /** Clustered by slot where the server can (from 5.3): one tree instead of two. */
    private void createEvents() {
        CreateCollectionOptions clustered = new CreateCollectionOptions()
                .clusteredIndexOptions(new ClusteredIndexOptions(new Document(Fields.KEY, 1), true));
        try {
            database.get().createCollection(CollectionNames.events(prefix), clustered);
        } catch (MongoCommandException error) {
            if (Failures.isPassing(error)) {
                throw error;
            }
            LOG.debug("The events collection is there, or cannot be clustered; inserts make a plain one", error);
        }
    }

    private void create(StoreIndex index) {
        try {
            database.get().getCollection(index.collection()).createIndex(index.keys(), index.options());
        } catch (MongoCommandException error) {
            if (!StoreIndex.isAnother(error)) {
                throw error;
            }
            throw new ConfigurationException(
                    "Collection " + index.collection() + " of database " + name
                            + " has another index named " + index.name() + " or on " + index.keys()
                            + ". Drop that one, and call ensureIndexes() again.",
                    List.of(),
                    error);
        }
    }
}
