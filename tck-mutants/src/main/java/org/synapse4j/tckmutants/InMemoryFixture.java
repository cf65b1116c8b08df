package org.synapse4j.tckmutants;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.Declaration;
import org.synapse4j.tck.fixture.FaultInjection;
import org.synapse4j.tck.fixture.StorageFixture;
import org.synapse4j.tck.fixture.StoreUnderTest;

/**
 * In-memory data reached by processes, or what a mutant makes of each of these. It has every capability and can do to a store
 * whatever a fixture can.
 *
 * @param declares what the right storage has
 * @param breaking makes the storage under test of a right one
 * @param patience short for mutants, some of which hang for as long as the TCK waits
 */
record InMemoryFixture(Declaration declares, UnaryOperator<StorageStrategy> breaking, Duration patience)
        implements StorageFixture {
    /** The right storage. */
    static InMemoryFixture right() {
        return right(Declaration.all());
    }

    /** A right storage that has what is declared. */
    static InMemoryFixture right(Declaration declares) {
        return new InMemoryFixture(declares, UnaryOperator.identity(), Duration.ofSeconds(20));
    }

    /** A fixture whose storages are made by a mutant. */
    static InMemoryFixture broken(Mutant mutant) {
        return new InMemoryFixture(mutant.declares(), mutant.breaking(), Duration.ofSeconds(1));
    }

    @Override
    public String adapter() {
        return "mutant";
    }

    @Override
    public String server() {
        return "none";
    }

    @Override
    public StoreUnderTest open() {
        return new Processes(declares, breaking);
    }

    private static final class Processes implements StoreUnderTest {
        private final Declaration declares;
        private final UnaryOperator<StorageStrategy> breaking;
        private final InMemoryStorage data = new InMemoryStorage();
        private final Wire wire = new Wire();
        private final StorageStrategy storage;

        Processes(Declaration declares, UnaryOperator<StorageStrategy> breaking) {
            this.declares = declares;
            this.breaking = breaking;
            this.storage = process(wire);
        }

        @Override
        public StorageStrategy storage() {
            return storage;
        }

        @Override
        public Optional<StorageStrategy> reopen() {
            return Optional.of(process(new Wire()));
        }

        @Override
        public Optional<StorageStrategy> another() {
            return Optional.of(process(new Wire()));
        }

        @Override
        public Optional<FaultInjection> faults() {
            return Optional.of(wire);
        }

        @Override
        public void close() {
            // Not the processes: a mutant's may hang, and nothing is left of them without their data.
            data.close();
        }

        private StorageStrategy process(Wire wire) {
            StorageStrategy process = new ProcessStorage(data, wire);
            boolean all = declares.declared().containsAll(Set.of(Capability.values()));
            return breaking.apply(all ? process : new NarrowStorage(process, declares));
        }
    }
}
