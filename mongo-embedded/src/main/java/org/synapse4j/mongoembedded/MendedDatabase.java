package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import java.util.List;

/** A database whose collections take any binary data and whose unique indexes answer ranges. Guarded by the backend's lock. */
final class MendedDatabase extends MemoryDatabase {
    MendedDatabase(String name, CursorRegistry cursors) {
        super(name, cursors);
    }

    @Override
    protected MemoryCollection openOrCreateCollection(String collectionName, CollectionOptions options) {
        return new MendedCollection(this, collectionName, options, cursorRegistry);
    }

    @Override
    protected Index<Integer> openOrCreateUniqueIndex(
            String collectionName, String indexName, List<IndexKey> keys, boolean sparse) {
        return new SortedUniqueIndex(indexName, keys, sparse);
    }

    private static final class MendedCollection extends MemoryCollection {
        MendedCollection(MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors) {
            super(database, name, options, cursors);
        }

        /** To know their size it would encode all documents once more, by a codec that refuses some of them. */
        @Override
        protected boolean tracksDataSize() {
            return false;
        }
    }
}
