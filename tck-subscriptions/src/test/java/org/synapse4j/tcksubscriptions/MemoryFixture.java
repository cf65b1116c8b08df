package org.synapse4j.tcksubscriptions;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.Declaration;
import org.synapse4j.tck.fixture.StorageFixture;
import org.synapse4j.tck.fixture.StoreUnderTest;

/**
 * The in-memory storage, or what is made of it.
 *
 * @param breaking makes the storage under test of a right one
 * @param patience short for what is broken, which may hang for as long as the TCK waits
 */
record MemoryFixture(UnaryOperator<StorageStrategy> breaking, Duration patience) implements StorageFixture {
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
                .without(Capability.REOPEN, "not needed here")
                .without(Capability.SECOND_PROCESS, "not needed here")
                .without(Capability.FAULTS, "not needed here");
    }

    @Override
    public StoreUnderTest open() {
        StorageStrategy storage = breaking.apply(new InMemoryStorage());
        return new StoreUnderTest() {
            @Override
            public StorageStrategy storage() {
                return storage;
            }

            @Override
            public void close() {
                storage.close();
            }
        };
    }
}
