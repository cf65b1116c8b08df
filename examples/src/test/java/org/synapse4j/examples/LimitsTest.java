package org.synapse4j.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongopercommit.PerCommitStorage;
import org.synapse4j.mongoperevent.PerEventStorage;

class LimitsTest {
    @Test
    void whatIsTakenInMemoryIsTakenByMongoDb() {
        StorageLimits memory = new InMemoryStorage().limits();
        try (MongoClient client = MongoClients.create("mongodb://localhost:1")) {
            for (StorageLimits mongo : List.of(
                    PerCommitStorage.on(client, "shop", MongoOptions.defaults()).limits(),
                    PerEventStorage.on(client, "shop", MongoOptions.defaults()).limits())) {
                assertTrue(memory.eventSize() <= mongo.eventSize(), "size of an event");
                assertTrue(memory.commitSize() <= mongo.commitSize(), "size of a commit");
                assertTrue(memory.commitEvents() <= mongo.commitEvents(), "events of a commit");
                assertTrue(memory.snapshotSize() <= mongo.snapshotSize(), "size of a snapshot");
            }
        }
    }
}
