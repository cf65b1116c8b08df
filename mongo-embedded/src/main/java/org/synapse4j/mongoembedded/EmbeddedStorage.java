package org.synapse4j.mongoembedded;

import java.util.List;
import java.util.Optional;
import org.synapse4j.api.Checkpoints;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.ConditionalAppend;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.MultiStreamAppend;
import org.synapse4j.api.spi.SnapshotStorage;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StreamDeletion;
import org.synapse4j.api.spi.StreamListing;
import org.synapse4j.api.spi.StreamStorage;

/** A storage that takes its server along when it is closed, and is otherwise the storage. As thread-safe as that. */
final class EmbeddedStorage implements StorageStrategy {
    private final StorageStrategy storage;
    private final EmbeddedMongo server;

    EmbeddedStorage(StorageStrategy storage, EmbeddedMongo server) {
        this.storage = storage;
        this.server = server;
    }

    @Override
    public String name() {
        return storage.name();
    }

    @Override
    public StorageLimits limits() {
        return storage.limits();
    }

    @Override
    public List<Representation<?>> prefers() {
        return storage.prefers();
    }

    @Override
    public StreamStorage streams() {
        return storage.streams();
    }

    @Override
    public Optional<MultiStreamAppend> multiStreamAppend() {
        return storage.multiStreamAppend();
    }

    @Override
    public Optional<ConditionalAppend> conditionalAppend() {
        return storage.conditionalAppend();
    }

    @Override
    public Optional<FeedStorage> feed() {
        return storage.feed();
    }

    @Override
    public Optional<StreamListing> listing() {
        return storage.listing();
    }

    @Override
    public Optional<StreamDeletion> deletion() {
        return storage.deletion();
    }

    @Override
    public Optional<SnapshotStorage> snapshots() {
        return storage.snapshots();
    }

    @Override
    public Optional<Checkpoints> checkpoints() {
        return storage.checkpoints();
    }

    @Override
    public void close() {
        try {
            storage.close();
        } finally {
            server.close();
        }
    }
}
