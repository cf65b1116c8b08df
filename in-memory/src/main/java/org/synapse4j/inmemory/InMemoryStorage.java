package org.synapse4j.inmemory;

import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.spi.AppendCapability;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.SnapshotStorage;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.StorageProvider;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StorageUri;
import org.synapse4j.api.spi.StreamDeletion;
import org.synapse4j.api.spi.StreamListing;
import org.synapse4j.api.spi.StreamStorage;
import org.synapse4j.api.spi.ViewStorage;
import org.synapse4j.api.spi.support.Guard;

/**
 * Keeps everything in memory, for tests and as the model of an adapter. It has every capability, and forgets all when it is
 * closed. Thread-safe.
 *
 * <p>An adapter looks like this class: one public entry that names the capabilities, each an object of its own. A capability
 * that an adapter does not have yet is simply not overridden: its default is absent.
 */
public final class InMemoryStorage implements StorageStrategy {
    /** The narrowest of MongoDB's layouts, so that what is stored here can move there. */
    private static final StorageLimits LIMITS = new StorageLimits(12_000_000, 12_000_000, 50_000, 12_000_000);

    private final Guard guard;
    private final MemorySnapshots snapshots;
    private final MemoryEvents log;
    private final MemoryLeases leases;
    private final MemoryViews views;
    private final Runnable afterClosing;

    /** An empty storage. */
    public InMemoryStorage() {
        this(new Memory(), new Guard("the in-memory storage"), () -> {});
    }

    private InMemoryStorage(NamedMemory.Use use) {
        this(use.memory(), use.guard(), use::release);
    }

    private InMemoryStorage(Memory memory, Guard guard, Runnable afterClosing) {
        this.afterClosing = afterClosing;
        this.guard = guard;
        this.snapshots = new MemorySnapshots(memory, guard, LIMITS);
        this.log = new MemoryEvents(memory, guard, LIMITS, snapshots);
        this.leases = new MemoryLeases(memory, guard);
        this.views = new MemoryViews(memory, guard, LIMITS);
    }

    @Override
    public String name() {
        return "in-memory";
    }

    @Override
    public StorageLimits limits() {
        return LIMITS;
    }

    @Override
    public StreamStorage streams() {
        return log;
    }

    @Override
    public Set<AppendCapability> capabilities() {
        return Set.of(AppendCapability.values());
    }

    @Override
    public Optional<FeedStorage> feed() {
        return Optional.of(log);
    }

    @Override
    public Optional<StreamListing> listing() {
        return Optional.of(log);
    }

    @Override
    public Optional<StreamDeletion> deletion() {
        return Optional.of(log);
    }

    @Override
    public Optional<SnapshotStorage> snapshots() {
        return Optional.of(snapshots);
    }

    @Override
    public Optional<LeaseStorage> leases() {
        return Optional.of(leases);
    }

    @Override
    public Optional<ViewStorage> views() {
        return Optional.of(views);
    }

    @Override
    public void close() {
        guard.close();
        afterClosing.run();
    }

    /**
     * Opens {@code memory:}, a new and empty storage each time, and {@code memory:name}, one storage for all that open that name in this
     * process: what is in it is gone when the last of them has closed it.
     */
    public static final class Provider implements StorageProvider {
        /** For {@link java.util.ServiceLoader}. */
        public Provider() {}

        @Override
        public Set<String> schemes() {
            return Set.of("memory");
        }

        @Override
        public String example() {
            return "memory:";
        }

        @Override
        public StorageStrategy open(StorageUri uri) {
            uri.allowOnly(Set.of());
            return uri.rest().isEmpty() ? new InMemoryStorage() : new InMemoryStorage(NamedMemory.use(uri.rest()));
        }
    }
}
