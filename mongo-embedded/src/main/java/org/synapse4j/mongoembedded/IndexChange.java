package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** Judges requests to make indexes by those that are there, as a real server does. */
final class IndexChange {
    /** The options that make two indexes on the same fields different indexes. */
    private static final Set<String> IDENTITY = Set.of("unique", "sparse");

    private static final Set<String> IGNORED = Set.of("v", "ns", "background", "key", "name");
    private static final String PARTIAL = "partialFilterExpression";
    private static final Set<String> REFUSED = Set.of(PARTIAL, "collation");

    private IndexChange() {}

    /**
     * The indexes that must be made.
     *
     * @throws MongoServerError if one is there with other options
     */
    static List<Document> missing(List<Document> requested, List<Document> existing) {
        List<Document> missing = new ArrayList<>();
        List<Document> known = new ArrayList<>(existing);
        for (Document index : requested) {
            for (String option : REFUSED) {
                // An index that is not unique is listed only, so it may hold what it likes.
                boolean listedOnly = option.equals(PARTIAL) && !Boolean.TRUE.equals(index.get("unique"));
                if (index.containsKey(option) && !listedOnly) {
                    throw new MongoServerError(
                            67, "CannotCreateIndex", "The embedded server has no indexes with the option " + option);
                }
            }
            if (!key(index).equals(List.of(Map.entry("_id", 1.0))) && isMissing(index, known)) {
                missing.add(index);
                known.add(index);
            }
        }
        return missing;
    }

    private static boolean isMissing(Document index, List<Document> known) {
        for (Document other : known) {
            boolean sameName = Objects.equals(index.get("name"), other.get("name"));
            boolean sameIdentity =
                    key(index).equals(key(other)) && identity(index).equals(identity(other));
            if (sameName && !sameIdentity) {
                throw new MongoServerError(
                        86,
                        "IndexKeySpecsConflict",
                        "An existing index has the same name as the requested index: " + other + ", requested "
                                + index);
            }
            if (sameIdentity && !(sameName && others(index).equals(others(other)))) {
                throw new MongoServerError(
                        85,
                        "IndexOptionsConflict",
                        "Index already exists with a different name or options: " + other + ", requested " + index);
            }
            if (sameName) {
                return false;
            }
        }
        return true;
    }

    private static List<Map.Entry<String, Object>> key(Document index) {
        List<Map.Entry<String, Object>> key = new ArrayList<>();
        CommandFields.document(index, "key").forEach((field, order) -> key.add(Map.entry(field, normal(order))));
        return key;
    }

    private static Document identity(Document index) {
        return options(index, IDENTITY::contains);
    }

    private static Document others(Document index) {
        return options(index, name -> !IDENTITY.contains(name));
    }

    private static Document options(Document index, Predicate<String> wanted) {
        Document options = new Document();
        index.keySet().stream().sorted().forEach(name -> {
            Object value = index.getOrDefault(name, false);
            if (!value.equals(false) && !IGNORED.contains(name) && wanted.test(name)) {
                options.put(name, normal(value));
            }
        });
        return options;
    }

    private static Object normal(Object value) {
        return value instanceof Number number ? number.doubleValue() : value;
    }
}
