package org.synapse4j.mongoembedded;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MendedTest {
    @ParameterizedTest
    @EnumSource
    void theEmbeddedServerDoesItRight(Mended mended) {
        try (EmbeddedMongo server = EmbeddedMongo.start();
                MongoClient client = MongoClients.create(server.connectionString())) {
            mended.check(client.getDatabase("test"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBackendAloneDoesItWrong(Mended mended) {
        MongoServer server = new MongoServer(new MemoryBackend());
        try (MongoClient client = MongoClients.create(server.bindAndGetConnectionString())) {
            client.getDatabase("reached").getCollection("events").insertOne(Mended.id(1));
            assertThrows(Throwable.class, () -> mended.check(client.getDatabase("test")));
        } finally {
            server.shutdownNow();
        }
    }
}
