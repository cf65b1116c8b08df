package org.synapse4j.mongoembedded;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.mongotestservers.RealMongo;

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

    /** Else the embedded server would be mended into something that there is not. */
    @ParameterizedTest
    @MethodSource("asRealServers")
    void aRealServerDoesItSo(Mended mended) {
        RealMongo real = RealMongo.singleOrAbort();
        String database = "mended_" + mended.name().toLowerCase(Locale.ROOT);
        database = database.substring(0, Math.min(60, database.length()));
        try (MongoClient client = MongoClients.create(real.connectionString("admin"))) {
            client.getDatabase(database).drop();
            mended.check(client.getDatabase(database));
            client.getDatabase(database).drop();
        }
    }

    static Stream<Mended> asRealServers() {
        return Arrays.stream(Mended.values()).filter(Mended::isAsRealServer);
    }
}
