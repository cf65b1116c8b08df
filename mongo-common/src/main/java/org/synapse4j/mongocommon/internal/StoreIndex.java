package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.Document;

/** A unique index of a store's own, without which its promises do not hold. */
record StoreIndex(String collection, String name, BsonDocument keys, boolean sparse) {
    private static final Set<Integer> OTHER_OPTIONS = Set.of(
            85, // IndexOptionsConflict
            86); // IndexKeySpecsConflict

    /** Options by which an index sees less, or other documents as equal, or removes some. */
    private static final List<String> HARMFUL = List.of("collation", "partialFilterExpression", "expireAfterSeconds");

    /** An index of all documents. */
    static StoreIndex full(String collection, String name, String... fields) {
        return new StoreIndex(collection, name, Indexes.ascending(fields).toBsonDocument(), false);
    }

    /** An index of the documents that have such a field. */
    static StoreIndex sparse(String collection, String name, String... fields) {
        return new StoreIndex(collection, name, Indexes.ascending(fields).toBsonDocument(), true);
    }

    IndexOptions options() {
        return new IndexOptions().name(name).unique(true).sparse(sparse);
    }

    boolean isNamed(String ofCollection, String indexName) {
        return collection.equals(ofCollection) && name.equals(indexName);
    }

    /** The one of these that has its name and is another one. */
    Optional<Document> namesake(List<Document> all) {
        return all.stream()
                .filter(other -> name.equals(other.getString("name")) && !is(other))
                .findFirst();
    }

    /** Whether an index could not be made since another one has its name, or its keys. */
    static boolean isAnother(MongoCommandException error) {
        return OTHER_OPTIONS.contains(error.getErrorCode());
    }

    /** Whether the server describes this index. */
    boolean is(Document described) {
        Document found = described.get("key", new Document());
        return name.equals(described.getString("name"))
                && List.copyOf(found.keySet()).equals(List.copyOf(keys.keySet()))
                && found.values().stream().allMatch(order -> order instanceof Number up && up.intValue() == 1)
                && Catalogue.isOn(described, "unique")
                && Catalogue.isOn(described, "sparse") == sparse
                && HARMFUL.stream().noneMatch(described::containsKey);
    }
}
