package org.synapse4j.subscriptions.projection;

import java.util.concurrent.Executor;
import org.synapse4j.subscriptions.Subscription;

/**
 * One version of a view, as this process builds it and keeps up with the store: a subscription, of which every process may run one, and one at a time is at
 * work. Thread-safe.
 */
public final class Building<S> implements AutoCloseable {
    private final Subscription subscription;
    private final Views<S> views;

    Building(Subscription subscription, Views<S> views) {
        this.subscription = subscription;
        this.views = views;
    }

    /** Works in this thread until it is closed; as {@link Subscription#run()}, with what that throws. */
    public void run() throws InterruptedException {
        subscription.run();
    }

    /** As {@link #run()}, by a thread of this executor. */
    public void start(Executor executor) {
        subscription.start(executor);
    }

    /** Its views, as {@link Projections#views}. */
    public Views<S> views() {
        return views;
    }

    /** What does the work: for its status, and to wait for a position. */
    public Subscription subscription() {
        return subscription;
    }

    /** Lets the batch at hand be finished, and gives the lease back; as {@link Subscription#close()}. The views stay. */
    @Override
    public void close() {
        subscription.close();
    }
}
