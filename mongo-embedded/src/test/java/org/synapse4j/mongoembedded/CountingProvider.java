package org.synapse4j.mongoembedded;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.StorageProvider;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StorageUri;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.api.spi.StreamStorage;

/** A layout that keeps of its streams how often they were appended to, in MongoDB: enough to see that a storage is reached. */
public final class CountingProvider implements StorageProvider {
    static volatile String lastOpened = "";

    /** Made by the service loader. */
    public CountingProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("mongodb");
    }

    @Override
    public Optional<String> layout() {
        return Optional.of("counting");
    }

    @Override
    public String example() {
        return "mongodb://localhost/synapse?layout=counting";
    }

    @Override
    public StorageStrategy open(StorageUri uri) {
        uri.allowOnly(List.of("layout", "prefix", "fail"));
        lastOpened = uri.text();
        if (uri.option("fail").isPresent()) {
            throw new StorageUnavailableException("Asked to fail", null);
        }
        return new CountingStorage(uri.text().substring(0, uri.text().indexOf('?')));
    }

    private static final class CountingStorage implements StorageStrategy, StreamStorage {
        private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

        private final MongoClient client;
        private final MongoCollection<Document> streams;

        CountingStorage(String address) {
            client = MongoClients.create(address);
            streams = client.getDatabase("synapse").getCollection("streams");
        }

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public StorageLimits limits() {
            return new StorageLimits(1024, 1024, 1, 1024);
        }

        @Override
        public StreamStorage streams() {
            return this;
        }

        @Override
        public AppendResult append(SerializedCommit commit) {
            StreamId stream = commit.streams().get(0);
            streams.updateOne(Filters.eq(stream.toString()), Updates.inc("appends", 1L), UPSERT);
            return AppendResult.ofNothing(commit.id(), head(stream));
        }

        @Override
        public Optional<AppendResult> find(CommitId id) {
            return Optional.empty();
        }

        @Override
        public Cursor<StoredSerializedEvent> read(StreamRead read) {
            return new Cursor<>() {
                @Override
                public boolean hasNext() {
                    return false;
                }

                @Override
                public StoredSerializedEvent next() {
                    throw new NoSuchElementException();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public StreamHead head(StreamId stream) {
            Document found = streams.find(Filters.eq(stream.toString())).first();
            return found == null
                    ? StreamHead.absent(stream)
                    : StreamHead.at(stream, Version.of(found.getLong("appends")), Position.START);
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
