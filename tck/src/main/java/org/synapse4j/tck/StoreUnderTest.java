package org.synapse4j.tck;

import java.util.Optional;
import org.synapse4j.api.spi.StorageStrategy;

/** A storage opened for one rule, and what the fixture can do to it. Thread-safe. */
public interface StoreUnderTest extends AutoCloseable {
    /** The storage, the same at each call. */
    StorageStrategy storage();

    /** A new storage on the data of the first one, which is closed by now. Present where {@link Capability#REOPEN} is declared. */
    default Optional<StorageStrategy> reopen() {
        return Optional.empty();
    }

    /**
     * One more storage on the same data, that shares nothing with the first but the data, as one of another process. Present where
     * {@link Capability#SECOND_PROCESS} is declared.
     */
    default Optional<StorageStrategy> another() {
        return Optional.empty();
    }

    /** Faults for {@link #storage()}. Present where {@link Capability#FAULTS} is declared. */
    default Optional<FaultInjection> faults() {
        return Optional.empty();
    }

    /** Closes all storages that were opened and removes the data. */
    @Override
    void close();
}
