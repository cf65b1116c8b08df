package org.synapse4j.tcksubscriptions.suites;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredLease;

/** The way to a storage, on which a message may be held back, or none gets through. */
final class HeldBack extends ForwardingStorage {
    /** A write that its sender has given up. */
    private volatile Runnable held = () -> {};

    private final CountDownLatch caught = new CountDownLatch(1);
    private volatile boolean catching;
    private volatile boolean cut;

    HeldBack(StorageStrategy to) {
        super(to);
    }

    /** Holds back the next write of a lease; its sender is told that the storage is out of reach, and nothing gets through any more. */
    void catchNextSave() {
        catching = true;
    }

    void awaitCaught() throws InterruptedException {
        caught.await();
    }

    /** Has what was held back arrive. */
    void deliver() {
        held.run();
    }

    void cut(boolean now) {
        cut = now;
    }

    @Override
    public boolean replace(StoredLease seen, StoredLease next) {
        if (catching) {
            catching = false;
            cut = true;
            held = () -> super.replace(seen, next);
            caught.countDown();
        }
        requireReached();
        return super.replace(seen, next);
    }

    @Override
    public List<StoredLease> list(SubscriptionName subscription) {
        requireReached();
        return super.list(subscription);
    }

    @Override
    public Optional<StoredLease> find(LeaseName name) {
        requireReached();
        return super.find(name);
    }

    @Override
    public FeedCursor read(FeedRead read) {
        requireReached();
        return super.read(read);
    }

    @Override
    public Position end() {
        requireReached();
        return super.end();
    }

    private void requireReached() {
        if (cut) {
            throw new StorageUnavailableException("The TCK has cut the way to the storage", null);
        }
    }
}
