package org.synapse4j.subscriptions.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.errors.CapabilityMissingException;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.subscriptions.NotPassedException;
import org.synapse4j.subscriptions.Start;
import org.synapse4j.subscriptions.Subscription;
import org.synapse4j.subscriptions.Subscriptions;

/**
 * The projections of one process. A version of a view is built under a lease of its own, beside the others, and is read once it has come to the end of the
 * feed: all readers move to it once. Until they are dropped, the other versions stay, and go on as long as a process runs them. Thread-safe; it has
 * nothing to close. Calls that ask the storage throw {@link StorageUnavailableException} if it cannot be reached within the deadline.
 */
public final class Projections {
    /** How many events are folded together at most: in memory at once, and written once for each view. */
    private static final int BATCH = 5_000;

    private final EventStore store;
    private final Subscriptions subscriptions;
    private final ViewStores stores;
    private final Map<String, ActiveVersion> active = new ConcurrentHashMap<>();
    private final Map<ViewName, Progress> running = new ConcurrentHashMap<>();

    private Projections(EventStore store, Subscriptions subscriptions, ViewStores stores) {
        this.store = Objects.requireNonNull(store, "store");
        this.subscriptions = Objects.requireNonNull(subscriptions, "subscriptions");
        this.stores = Objects.requireNonNull(stores, "view stores");
    }

    /** Views in the event store's storage. */
    public static Projections of(EventStore store, Subscriptions subscriptions) {
        return of(store, subscriptions, ViewStores.of(store));
    }

    /**
     * Views in a place of the user's. Which versions there are, and how far each is, stays in the event store's storage.
     *
     * @param subscriptions of the same store
     */
    public static Projections of(EventStore store, Subscriptions subscriptions, ViewStores stores) {
        return new Projections(store, subscriptions, stores);
    }

    /**
     * A version of a view, to be built and kept up to date by this process when it is run: from the beginning of the feed where it is new, else from where it
     * is. The first version of all is read at once, while it is built.
     *
     * @throws ConfigurationException if this process builds it already
     * @throws UnknownTypeException if the state's class, or an event's, is not registered
     * @throws CapabilityMissingException if the storage has no views, no leases or no feed
     */
    public <S> Building<S> build(Projection<S> projection) {
        ViewName view = projection.view();
        ActiveVersion versions = versions(view.name());
        Projector<S> projector =
                new Projector<>(projection, stores.open(view, projection.state()), () -> versions.rise(view.version()));
        Subscription subscription = subscriptions
                .named(nameOf(view).value())
                .matching(store.queryFor(projection.events()))
                .from(Start.BEGINNING)
                .handleBatches(BATCH, projector);
        versions.add(view.version());
        running.put(view, new Progress(subscription));
        return new Building<>(subscription, views(projection));
    }

    /** Reads the views of this projection, whoever builds them. Sends nothing. */
    public <S> Views<S> views(Projection<S> projection) {
        return new Views<>(store, projection, stores, versions(projection.view().name()), this::awaitPassed);
    }

    /** The versions of a view, by number. */
    public List<BuildStatus> builds(String name) {
        ActiveVersion versions = versions(name);
        Optional<Integer> read = versions.active();
        Position end = store.end();
        List<BuildStatus> builds = new ArrayList<>();
        for (int version : versions.versions()) {
            ViewName view = new ViewName(name, version);
            Optional<StoredLease> lease = lease(view);
            Optional<Progress> mine = Optional.ofNullable(running.get(view));
            Optional<Position> passed = mine.flatMap(Progress::passed).or(() -> lease.flatMap(StoredLease::position));
            builds.add(new BuildStatus(
                    view,
                    read.equals(Optional.of(version)),
                    passed,
                    end,
                    lease.flatMap(StoredLease::owner),
                    mine.map(Progress::eventsPerSecond).orElse(0.0),
                    mine.flatMap(progress -> progress.left(end))));
        }
        return builds;
    }

    /**
     * Has another version be read, also an earlier one, which is as it should be as long as a process keeps it up to date. It stays so until a version is
     * built that is higher than all before.
     *
     * @throws ConfigurationException if there is no such version
     */
    public void activate(String name, int version) {
        ActiveVersion versions = versions(name);
        require(versions.versions(), new ViewName(name, version));
        versions.set(version);
    }

    /**
     * Removes a version of a view, and what is known of it. Built again, it begins anew.
     *
     * @throws ConfigurationException if there is no such version, if it is the one that is read, or if a process builds it
     */
    public void drop(String name, int version) {
        ViewName view = new ViewName(name, version);
        ActiveVersion versions = versions(name);
        require(versions.versions(), view);
        if (versions.active().equals(Optional.of(version))) {
            throw new ConfigurationException(
                    "View " + view + " is the one that is read: activate another first.", List.of());
        }
        lease(view).flatMap(StoredLease::owner).ifPresent(owner -> {
            throw new ConfigurationException(
                    "View " + view + " is built by " + owner
                            + ": close that one first; if its process died, pause the subscription '" + nameOf(view)
                            + "'.",
                    List.of());
        });
        subscriptions.delete(nameOf(view).value());
        stores.drop(view);
        versions.remove(version);
        running.remove(view);
    }

    private static void require(SortedSet<Integer> versions, ViewName view) {
        if (!versions.contains(view.version())) {
            throw new ConfigurationException(
                    "There is no version " + view.version() + " of view " + view.name() + "; there are " + versions
                            + ".",
                    List.of());
        }
    }

    private void awaitPassed(ViewName view, Position position, Duration atMost) throws InterruptedException {
        Progress mine = running.get(view);
        if (mine != null) {
            mine.subscription().awaitPassed(position, atMost);
            return;
        }
        long until = System.nanoTime() + atMost.toNanos();
        for (long pause = 1; ; pause = Math.min(2 * pause, 50)) {
            Optional<Position> passed = lease(view).flatMap(StoredLease::position);
            if (passed.filter(there -> there.compareTo(position) >= 0).isPresent()) {
                return;
            }
            if (System.nanoTime() - until >= 0) {
                throw new NotPassedException(nameOf(view), position, passed, atMost);
            }
            TimeUnit.MILLISECONDS.sleep(pause);
        }
    }

    private ActiveVersion versions(String name) {
        return active.computeIfAbsent(name, first -> new ActiveVersion(store.leases(), first));
    }

    private Optional<StoredLease> lease(ViewName view) {
        return store.leases().find(LeaseName.of(nameOf(view)));
    }

    private static SubscriptionName nameOf(ViewName view) {
        return SubscriptionName.of("view " + view);
    }
}
