package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of an index in which every document lies that a query can match.
 *
 * @param low where it begins
 * @param high where it ends
 */
record IndexRange(IndexBound low, IndexBound high) {
    private static final Set<String> BOUNDS = Set.of("$gt", "$gte", "$lt", "$lte");

    /**
     * The parts that hold what the query can match: as many equal fields from the index's first on as there are, and a range or
     * a choice of values in the next. None where the query says nothing about the first field, or nothing simple.
     */
    static List<IndexRange> of(Document query, List<String> fields) {
        Map<String, List<Object>> conditions = new HashMap<>();
        collect(query, conditions);
        List<Object> equal = new ArrayList<>();
        for (String field : fields) {
            List<Object> given = conditions.getOrDefault(field, List.of());
            Object value =
                    given.stream().filter(IndexRange::isScalar).findFirst().orElse(null);
            if (value == null) {
                return afterEqual(equal, given);
            }
            equal.add(value);
        }
        return List.of(between(equal, null, null));
    }

    private static List<IndexRange> afterEqual(List<Object> equal, List<Object> given) {
        Document bounds = new Document();
        for (Object condition : given) {
            if (condition instanceof Document operators) {
                if (operators.get("$in") instanceof Collection<?> choice
                        && choice.stream().allMatch(IndexRange::isScalar)) {
                    return choice.stream()
                            .map(value -> between(with(equal, value), null, null))
                            .toList();
                }
                operators.forEach((name, value) -> {
                    if (BOUNDS.contains(name) && isScalar(value)) {
                        bounds.put(name, value);
                    }
                });
            }
        }
        if (equal.isEmpty() && bounds.isEmpty()) {
            return List.of();
        }
        IndexBound low = bounds.containsKey("$gt")
                ? IndexBound.beside(with(equal, bounds.get("$gt")), 1)
                : bounds.containsKey("$gte") ? IndexBound.beside(with(equal, bounds.get("$gte")), -1) : null;
        IndexBound high = bounds.containsKey("$lt")
                ? IndexBound.beside(with(equal, bounds.get("$lt")), -1)
                : bounds.containsKey("$lte") ? IndexBound.beside(with(equal, bounds.get("$lte")), 1) : null;
        return List.of(between(equal, low, high));
    }

    private static IndexRange between(List<Object> equal, @Nullable IndexBound low, @Nullable IndexBound high) {
        return new IndexRange(
                low == null ? IndexBound.beside(equal, -1) : low, high == null ? IndexBound.beside(equal, 1) : high);
    }

    private static List<Object> with(List<Object> equal, @Nullable Object value) {
        List<Object> values = new ArrayList<>(equal);
        if (value != null) {
            values.add(value);
        }
        return values;
    }

    private static void collect(Document query, Map<String, List<Object>> conditions) {
        query.forEach((field, condition) -> {
            if (field.equals("$and") && condition instanceof Collection<?> parts) {
                for (Object part : parts) {
                    collect((Document) part, conditions);
                }
            } else if (condition != null) {
                conditions.computeIfAbsent(field, unused -> new ArrayList<>()).add(condition);
            }
        });
    }

    private static boolean isScalar(@Nullable Object value) {
        return value != null
                && !(value instanceof Document)
                && !(value instanceof Collection)
                && !(value instanceof BsonRegularExpression);
    }
}
