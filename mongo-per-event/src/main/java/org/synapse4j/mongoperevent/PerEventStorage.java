package org.synapse4j.mongoperevent;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.spi.StorageProvider;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StorageUri;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.internal.LayoutStorage;
import org.synapse4j.mongocommon.internal.MongoUri;

/**
 * Storage in MongoDB, one document per event:
 *
 * <pre>{@code
 * { _id: 1041, stream: "cart/42", version: 7, commit: {id: UUID, first: 1040, size: 3}, commitId: UUID (first document only),
 *   event: UUID, type: "ItemAdded", revision: "2", at: ISODate, nanos: 789 (where there are any), tags: ["item:tea"],
 *   payload: {...}, metadata: {...} }
 * }</pre>
 *
 * A payload that BSON cannot hold exactly is bytes, and {@code representation} says of what. A void is {@code {_id, void: true, at}};
 * a tombstone keeps everything up to the commit id, and has {@code tombstone: "truncated"} or {@code "deleted"}, and {@code at}; that of
 * version 1 has {@code until}, up to which version the stream was removed.
 */
public final class PerEventStorage {
    private static final CommitLayout LAYOUT = new PerEventLayout();

    private PerEventStorage() {}

    /**
     * A storage in this database. Does no I/O: call {@link MongoStorage#ensureIndexes()} before the first use. Closing it leaves the
     * database's client open.
     *
     * @throws ConfigurationException if the database's write concern is w:0, or the database is {@code admin}, {@code config} or
     *     {@code local}
     */
    public static MongoStorage on(MongoDatabase database, MongoOptions options) {
        return LayoutStorage.on(LAYOUT, database, options);
    }

    /**
     * A storage in this client's database; as {@link #on(MongoDatabase, MongoOptions)}. Tells the server who calls.
     *
     * @throws ConfigurationException if the client's write concern is w:0, or the database is {@code admin}, {@code config} or
     *     {@code local}
     * @throws InvalidValueException if no database can have this name
     */
    public static MongoStorage on(MongoClient client, String database, MongoOptions options) {
        return LayoutStorage.on(LAYOUT, client, database, options);
    }

    /** Opens {@code mongodb://…/database?layout=per-event}; see {@link MongoOptions}. */
    public static final class Provider implements StorageProvider {
        /** For {@link java.util.ServiceLoader}. */
        public Provider() {}

        @Override
        public Set<String> schemes() {
            return MongoUri.SCHEMES;
        }

        @Override
        public Optional<String> layout() {
            return Optional.of(LAYOUT.name());
        }

        @Override
        public String example() {
            return "mongodb://localhost/shop?layout=" + LAYOUT.name();
        }

        @Override
        public StorageStrategy open(StorageUri uri) {
            return MongoUri.open(uri, LAYOUT);
        }
    }
}
