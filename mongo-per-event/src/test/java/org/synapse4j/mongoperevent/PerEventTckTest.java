package org.synapse4j.mongoperevent;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.concurrent.atomic.AtomicInteger;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.tck.Capability;
import org.synapse4j.tck.Declaration;
import org.synapse4j.tck.StorageFixture;
import org.synapse4j.tck.StorageTck;
import org.synapse4j.tck.StoreUnderTest;

class PerEventTckTest extends StorageTck {
    private static final MongoClient CLIENT = MongoClients.create(System.getenv("MONGODB_URI"));
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Override
    protected StorageFixture fixture() {
        return new Fixture();
    }

    private static final class Fixture implements StorageFixture {
        @Override
        public String adapter() {
            return "mongo-per-event";
        }

        @Override
        public String server() {
            return "real";
        }

        @Override
        public Declaration declares() {
            return Declaration.all()
                    .without(Capability.REOPEN, "later")
                    .without(Capability.SECOND_PROCESS, "later")
                    .without(Capability.FAULTS, "later");
        }

        @Override
        public StoreUnderTest open() {
            MongoStorage storage = PerEventStorage.on(
                    CLIENT, "tck", MongoOptions.defaults().withPrefix("t" + System.nanoTime() + "_" + COUNT.incrementAndGet()));
            storage.ensureIndexes();
            return new Opened(storage);
        }
    }

    private record Opened(StorageStrategy storage) implements StoreUnderTest {
        @Override
        public void close() {
            storage.close();
        }
    }
}
