package org.synapse4j.subscriptions.projection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewChange;
import org.synapse4j.api.ViewStore;
import org.synapse4j.subscriptions.BatchHandler;
import org.synapse4j.subscriptions.Lease;

/**
 * Applies a projection to events: those of a batch that concern one view are folded together, and written once. A view that somebody else has written
 * meanwhile is read and folded again, by the events that it has not seen (ADR 32).
 */
final class Projector<S> implements BatchHandler {
    private final Projection<S> projection;
    private final ViewStore<S> store;
    private final Runnable whenCaughtUp;

    /** Whether there may be tombstones below the checkpoint: those of an earlier process, at first. */
    private boolean tombstones = true;

    Projector(Projection<S> projection, ViewStore<S> store, Runnable whenCaughtUp) {
        this.projection = projection;
        this.store = store;
        this.whenCaughtUp = whenCaughtUp;
    }

    @Override
    public void handle(List<StoredEvent> events, Lease lease) {
        Map<String, List<StoredEvent>> byKey = new LinkedHashMap<>();
        for (StoredEvent event : events) {
            projection
                    .key(event)
                    .ifPresent(key -> byKey.computeIfAbsent(key, first -> new ArrayList<>())
                            .add(event));
        }
        Set<String> left = byKey.keySet();
        while (!left.isEmpty()) {
            left = refused(byKey, left);
        }
    }

    @Override
    public void caughtUp(Position passed, Lease lease) {
        if (tombstones) {
            store.prune(passed);
            tombstones = false;
        }
        whenCaughtUp.run();
    }

    private Set<String> refused(Map<String, List<StoredEvent>> byKey, Set<String> keys) {
        Map<String, View<S>> found = store.find(keys);
        List<ViewChange<S>> changes = new ArrayList<>();
        for (String key : keys) {
            Optional<View<S>> seen = Optional.ofNullable(found.get(key));
            View<S> next = projection.fold(key, seen, byKey.getOrDefault(key, List.of()));
            boolean stillAbsent =
                    seen.flatMap(View::state).isEmpty() && next.state().isEmpty();
            if (!stillAbsent && seen.filter(next::isAt).isEmpty()) {
                changes.add(new ViewChange<>(seen, next));
                tombstones |= next.state().isEmpty();
            }
        }
        return changes.isEmpty() ? Set.of() : new HashSet<>(store.write(changes));
    }
}
