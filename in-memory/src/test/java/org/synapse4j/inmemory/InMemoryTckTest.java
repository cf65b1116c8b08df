package org.synapse4j.inmemory;

import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.tck.StorageTck;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.Declaration;
import org.synapse4j.tck.fixture.StorageFixture;
import org.synapse4j.tck.fixture.StoreUnderTest;

/** Certifies the in-memory storage. An adapter's test looks like this one. */
class InMemoryTckTest extends StorageTck {
    @Override
    protected StorageFixture fixture() {
        return new InMemoryFixture();
    }

    private static final class InMemoryFixture implements StorageFixture {
        @Override
        public String adapter() {
            return "in-memory";
        }

        @Override
        public String server() {
            return "none";
        }

        @Override
        public Declaration declares() {
            return Declaration.all()
                    .without(Capability.REOPEN, "what is in memory is gone when the storage is closed")
                    .without(Capability.SECOND_PROCESS, "another process does not see this one's memory")
                    .without(Capability.FAULTS, "there is no connection that could break");
        }

        @Override
        public StoreUnderTest open() {
            return new Opened(new InMemoryStorage());
        }
    }

    private record Opened(StorageStrategy storage) implements StoreUnderTest {
        @Override
        public void close() {
            storage.close();
        }
    }
}
