package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's list of a store's collections and of their indexes, each asked once. For one thread, and one look. */
final class Catalogue {
    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

    private final Supplier<MongoDatabase> database;
    private final Map<String, List<Document>> indexes = new HashMap<>();

    Catalogue(Supplier<MongoDatabase> database) {
        this.database = database;
    }

    /** The collections of these names that are there; none where the server does not tell this user, or cannot. */
    List<Document> collections(Collection<String> names) {
        try {
            return database.get()
                    .listCollections()
                    .filter(Filters.in("name", names))
                    .into(new ArrayList<>());
        } catch (MongoCommandException error) {
            requireRefused(error);
            return List.of();
        }
    }

    /** The indexes of a collection; none where there is no such collection. */
    List<Document> indexes(String collection) {
        return indexes.computeIfAbsent(
                collection,
                name -> database.get().getCollection(name).listIndexes().into(new ArrayList<>()));
    }

    /** As {@link #indexes}; none where the server does not tell this user, or cannot. */
    List<Document> indexesIfTold(String collection) {
        try {
            return indexes(collection);
        } catch (MongoCommandException error) {
            requireRefused(error);
            return List.of();
        }
    }

    /** Whether this option is on; older servers keep it as it was given, such as 1. */
    static boolean isOn(Document described, String option) {
        return described.get(option) instanceof Number number
                ? number.doubleValue() != 0
                : Boolean.TRUE.equals(described.get(option));
    }

    private static void requireRefused(MongoCommandException error) {
        if (Failures.isPassing(error)) {
            throw error;
        }
        LOG.debug("The server does not tell what is there already; the store is opened without looking at it", error);
    }
}
