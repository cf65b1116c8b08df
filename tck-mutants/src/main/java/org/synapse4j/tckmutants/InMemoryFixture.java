package org.synapse4j.tckmutants;

import java.util.function.UnaryOperator;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.tck.Declaration;
import org.synapse4j.tck.StorageFixture;
import org.synapse4j.tck.StoreUnderTest;

/**
 * The in-memory storage, or what a mutant makes of it.
 *
 * @param breaking makes the storage under test of a right one
 */
record InMemoryFixture(UnaryOperator<StorageStrategy> breaking) implements StorageFixture {
    @Override
    public String adapter() {
        return "mutant";
    }

    @Override
    public String server() {
        return "none";
    }

    @Override
    public Declaration declares() {
        return Declaration.all();
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
