package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.BinData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the order of an index: at an entry, or before or after all entries that begin with some values.
 *
 * @param values the normalised values of the index's first fields
 * @param side negative before all that begin so, positive after them, 0 at the one entry that has these values
 */
record IndexBound(List<@Nullable Object> values, int side) implements Comparable<IndexBound> {
    private static final Comparator<TypedBinary> BINARIES = Comparator.<TypedBinary>comparingInt(
                    binary -> binary.data().length)
            .thenComparing(TypedBinary::subtype)
            .thenComparing(TypedBinary::data, Arrays::compareUnsigned);

    static IndexBound exactly(KeyValue values) {
        return new IndexBound(normal(values), 0);
    }

    /** Before or after all entries that begin with these values, which may be none. */
    static IndexBound beside(List<Object> values, int side) {
        return new IndexBound(values.isEmpty() ? List.of() : normal(new KeyValue(values)), side);
    }

    @Override
    public int compareTo(IndexBound other) {
        int common = Math.min(values.size(), other.values.size());
        for (int i = 0; i < common; i++) {
            int order = compare(values.get(i), other.values.get(i));
            if (order != 0) {
                return order;
            }
        }
        if (values.size() == other.values.size()) {
            return Integer.compare(side, other.side);
        }
        return values.size() == common ? side : -other.side;
    }

    private static List<@Nullable Object> normal(KeyValue values) {
        List<@Nullable Object> normal = new ArrayList<>();
        values.normalized().forEach(normal::add);
        return normal;
    }

    /** The backend's order of values, but for binary data that it does not know, which comes after what it knows. */
    private static int compare(@Nullable Object left, @Nullable Object right) {
        if (left instanceof TypedBinary a && right instanceof TypedBinary b) {
            return BINARIES.compare(a, b);
        }
        if (left instanceof TypedBinary) {
            return comesBeforeBinaries(right) ? 1 : -1;
        }
        if (right instanceof TypedBinary) {
            return comesBeforeBinaries(left) ? -1 : 1;
        }
        return ValueComparator.asc().compare(left, right);
    }

    private static boolean comesBeforeBinaries(@Nullable Object value) {
        return ValueComparator.asc().compare(value, new BinData(new byte[0])) <= 0 || value instanceof BinData;
    }
}
