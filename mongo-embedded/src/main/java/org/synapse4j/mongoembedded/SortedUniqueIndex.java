package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A unique index that also answers ranges and the beginning of its fields. What it finds may be more than what the query wants:
 * the collection matches each document once more. Guarded by the backend's lock.
 */
final class SortedUniqueIndex extends AbstractUniqueIndex<Integer> {
    private final NavigableMap<IndexBound, Map.Entry<KeyValue, Integer>> positions = new TreeMap<>();
    /** A document with several values of a field matches a range by several of them, which one range of the index misses. */
    private boolean severalValues;

    SortedUniqueIndex(String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
    }

    @Override
    public synchronized boolean canHandle(Document query) {
        return !ranges(query).isEmpty() || super.canHandle(query);
    }

    @Override
    public synchronized Iterable<Integer> getPositions(Document query) {
        List<IndexRange> ranges = ranges(query);
        if (ranges.isEmpty()) {
            return super.getPositions(query);
        }
        Set<Integer> found = new LinkedHashSet<>();
        for (IndexRange range : ranges) {
            if (range.low().compareTo(range.high()) < 0) {
                positions
                        .subMap(range.low(), true, range.high(), true)
                        .values()
                        .forEach(entry -> found.add(entry.getValue()));
            }
        }
        return found;
    }

    /** Asked before a document is changed, by every collection's index of ids at least, and the only one that is. */
    @Override
    public synchronized void checkUpdate(Document before, Document after, MongoCollection<Integer> collection) {
        if (Bson.isLarger(after, MendedBackend.MAX_DOCUMENT)) {
            throw new MongoServerError(
                    17419, "Resulting document after update is larger than " + MendedBackend.MAX_DOCUMENT);
        }
        super.checkUpdate(before, after, collection);
    }

    @Override
    public long getCount() {
        return positions.size();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    protected @Nullable Integer removeDocument(KeyValue keyValue) {
        Map.Entry<KeyValue, Integer> removed = positions.remove(IndexBound.exactly(keyValue));
        return removed == null ? null : removed.getValue();
    }

    @Override
    protected boolean putKeyPosition(KeyValue keyValue, Integer position) {
        return positions.putIfAbsent(IndexBound.exactly(keyValue), Map.entry(keyValue, position)) == null;
    }

    @Override
    protected Iterable<Map.Entry<KeyValue, Integer>> getIterable() {
        return new ArrayList<>(positions.values());
    }

    @Override
    protected @Nullable Integer getPosition(KeyValue keyValue) {
        Map.Entry<KeyValue, Integer> found = positions.get(IndexBound.exactly(keyValue));
        return found == null ? null : found.getValue();
    }

    @Override
    public Set<KeyValue> getKeyValues(Document document) {
        Set<KeyValue> values = super.getKeyValues(document);
        severalValues |= values.size() > 1;
        return values;
    }

    private List<IndexRange> ranges(Document query) {
        return severalValues ? List.of() : IndexRange.of(query, keys());
    }
}
