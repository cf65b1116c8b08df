package org.synapse4j.subscriptions.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.ViewStore;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.ViewVersionException;
import org.synapse4j.subscriptions.NotPassedException;

/**
 * Reads views: those of the version that is active, or of the projection's own where that is lower, so that of two releases at once each reads what it knows. A reader moves to a
 * version that became active within a tenth of a second. Thread-safe; each call blocks, and throws {@link
 * StorageUnavailableException} if the storage cannot be reached within the deadline, and {@link ViewVersionException} if a view that is read has
 * another state than the projection's.
 */
public final class Views<S> {
    private final EventStore store;
    private final Projection<S> projection;
    private final ViewStores stores;
    private final ActiveVersion active;
    private final Passed passed;

    /** The version that is read, whichever is active. */
    private final Optional<Integer> pinned;

    Views(EventStore store, Projection<S> projection, ViewStores stores, ActiveVersion active, Passed passed) {
        this(store, projection, stores, active, passed, Optional.empty());
    }

    private Views(
            EventStore store,
            Projection<S> projection,
            ViewStores stores,
            ActiveVersion active,
            Passed passed,
            Optional<Integer> pinned) {
        this.store = store;
        this.projection = projection;
        this.stores = stores;
        this.active = active;
        this.passed = passed;
        this.pinned = pinned;
    }

    /** Waits until a version of a view has passed a position. */
    interface Passed {
        void await(ViewName view, Position position, Duration atMost) throws InterruptedException;
    }

    /** Which version is read now. */
    public ViewName view() {
        int own = projection.view().version();
        int version = pinned.orElseGet(() -> Math.min(active.active().orElse(own), own));
        return new ViewName(projection.view().name(), version);
    }

    /** The view of this key, if there is one. */
    public Optional<S> get(String key) {
        return Optional.ofNullable(open().find(Set.of(key)).get(key)).flatMap(View::state);
    }

    /** Those of these views that there are. */
    public Map<String, S> get(Set<String> keys) {
        Map<String, S> states = new HashMap<>();
        open().find(keys).forEach((key, view) -> view.state().ifPresent(state -> states.put(key, state)));
        return states;
    }

    /**
     * Views in an order that is always the same.
     *
     * @param after the key after which it goes on; the empty text for the first ones
     * @param most how many at most; fewer only at the end
     */
    public List<View<S>> page(String after, int most) {
        ViewStore<S> views = open();
        List<View<S>> page = new ArrayList<>();
        String last = after;
        while (page.size() < most) {
            List<View<S>> next = views.page(last, most - page.size());
            if (next.isEmpty()) {
                break;
            }
            next.stream().filter(view -> view.state().isPresent()).forEach(page::add);
            last = next.get(next.size() - 1).key();
        }
        return page;
    }

    /**
     * Waits until the views have seen everything up to this position: so a process reads what it wrote itself, or another one.
     *
     * @return the views of that version, whichever becomes active then; for the reads that are to see it, not to be kept
     * @throws NotPassedException if that takes longer
     * @throws InterruptedException if the thread is interrupted
     */
    public Views<S> after(Position position, Duration atMost) throws InterruptedException {
        Objects.requireNonNull(position, "position");
        ViewName view = view();
        passed.await(view, position, atMost);
        return new Views<>(store, projection, stores, active, passed, Optional.of(view.version()));
    }

    /**
     * Has the views of the projection's own version forget a stream, as if its events had never been: each view that one of them concerned is made anew of the others. Called
     * before the stream is deleted, since its events say which views those are, and when nothing is appended to it any more; a view that is
     * built afterwards is equal to this one. Reads the feed once, up to where these views are. Cut short, it may be called again.
     */
    public void forget(StreamId stream) {
        Objects.requireNonNull(stream, "stream");
        new Forgetting<>(store, projection, stores.open(projection.view(), projection.state())).forget(stream);
    }

    private ViewStore<S> open() {
        return stores.open(view(), projection.state());
    }
}
