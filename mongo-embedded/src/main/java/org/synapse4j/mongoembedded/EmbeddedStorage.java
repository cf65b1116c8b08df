package org.synapse4j.mongoembedded;

import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.StorageStrategy;

/** A storage that takes its server along when it is closed, and is otherwise the storage. As thread-safe as that. */
final class EmbeddedStorage extends ForwardingStorage {
    private final EmbeddedMongo server;

    EmbeddedStorage(StorageStrategy storage, EmbeddedMongo server) {
        super(storage);
        this.server = server;
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            server.close();
        }
    }
}
