package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.List;
import java.util.function.Supplier;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.mongocommon.MongoOptions.Tags;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Fields;

/**
 * The index by which queries and conditions on tags find their events, in the order of the slots. No promise needs it, and only events with
 * tags have entries in it (ADR 39).
 */
final class TagsIndex {
    private static final Logger LOG = LoggerFactory.getLogger(TagsIndex.class);
    private static final String NAME = "tags";

    private final Supplier<MongoDatabase> database;
    private final String collection;
    private final String path;
    private final Tags wanted;

    TagsIndex(MongoDatabase database, String prefix, CommitLayout layout, Tags wanted) {
        this.database = TimeLeft.of(database);
        this.collection = CollectionNames.events(prefix);
        this.path = layout.holdsList() ? Fields.EVENTS + "." + Fields.TAGS : Fields.TAGS;
        this.wanted = wanted;
    }

    boolean isWanted() {
        return wanted == Tags.INDEXED;
    }

    /** Whether it is known not to be there; not where the server does not tell. */
    boolean isMissing() {
        return isMissingIn(new Catalogue(database).indexesIfTold(collection));
    }

    /** Makes it, unless one is there that does its work. */
    void create() {
        IndexOptions options = new IndexOptions().name(NAME).partialFilterExpression(Filters.exists(path));
        try {
            database.get().getCollection(collection).createIndex(Indexes.ascending(path, Fields.SLOT), options);
        } catch (MongoCommandException error) {
            if (!StoreIndex.isAnother(error)) {
                throw error;
            }
            if (isMissing()) {
                throw new ConfigurationException(
                        "Collection " + collection + " has another index named " + NAME
                                + ". Drop that one, and call ensureIndexes() again.",
                        List.of("tags=none"),
                        error);
            }
        }
    }

    /** Logs that it is wanted, where it is not among these, which are those of the collection. */
    void warnUnlessAmong(List<Document> described) {
        if (isWanted() && isMissingIn(described)) {
            warn();
        }
    }

    /** Logs that it is wanted and not there. */
    void warn() {
        LOG.warn(
                "Collection {} has no index on tags: queries and conditions on tags look at every event there. Call ensureIndexes() when"
                        + " little else is to do, or say tags=none",
                collection);
    }

    /** Whether the server describes an index that does its work, whatever its name. */
    boolean is(Document described) {
        Document keys = described.get("key", new Document());
        Document filter = described.get("partialFilterExpression", new Document());
        return List.copyOf(keys.keySet()).equals(List.of(path, Fields.SLOT))
                && keys.values().stream().allMatch(Number.class::isInstance)
                && !described.containsKey("collation")
                && !Catalogue.isOn(described, "unique")
                && (filter.isEmpty() || filter.equals(new Document(path, new Document("$exists", true))));
    }

    private boolean isMissingIn(List<Document> described) {
        return !described.isEmpty() && described.stream().noneMatch(this::is);
    }
}
