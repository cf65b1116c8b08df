package org.synapse4j.subscriptions.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewChange;
import org.synapse4j.api.ViewStore;

/**
 * Makes views anew without the events of a stream. What is written is of the next edition, so that a projector that has read the view before folds it
 * again, of what is there then.
 */
final class Forgetting<S> {
    private final EventStore store;
    private final Projection<S> projection;
    private final ViewStore<S> views;
    private final EventQuery query;

    Forgetting(EventStore store, Projection<S> projection, ViewStore<S> views) {
        this.store = store;
        this.projection = projection;
        this.views = views;
        this.query = store.queryFor(projection.events());
    }

    void forget(StreamId stream) {
        Set<String> left = keysOf(stream);
        while (!left.isEmpty()) {
            Map<String, View<S>> seen = views.find(left);
            Map<String, List<StoredEvent>> others = others(stream, seen);
            List<ViewChange<S>> changes = new ArrayList<>();
            seen.forEach((key, view) -> {
                List<StoredEvent> events = others.getOrDefault(key, List.of());
                Optional<S> state = events.isEmpty()
                        ? Optional.empty()
                        : projection.fold(key, Optional.empty(), events).state();
                changes.add(new ViewChange<>(
                        Optional.of(view), new View<>(key, view.position(), view.edition() + 1, state)));
            });
            left = changes.isEmpty() ? Set.of() : new HashSet<>(views.write(changes));
        }
    }

    private Set<String> keysOf(StreamId stream) {
        Set<String> keys = new HashSet<>();
        Set<String> types = new HashSet<>();
        query.anyOf().forEach(one -> one.types().forEach(type -> types.add(type.value())));
        try (EventStream events = store.read(stream)) {
            events.forEach(event -> {
                if (types.contains(event.type().value())) {
                    projection.key(event).ifPresent(keys::add);
                }
            });
        }
        return keys;
    }

    /** The events of other streams that each of these views has seen. */
    private Map<String, List<StoredEvent>> others(StreamId stream, Map<String, View<S>> seen) {
        Map<String, List<StoredEvent>> others = new HashMap<>();
        Position end = seen.values().stream()
                .map(View::position)
                .max(Position::compareTo)
                .orElse(Position.START);
        try (EventStream events = store.feed(FeedRead.forwards().upTo(end).matching(query))) {
            for (StoredEvent event : events) {
                Optional<String> key = projection.key(event);
                View<S> view = key.isPresent() ? seen.get(key.get()) : null;
                if (view != null
                        && event.position().compareTo(view.position()) <= 0
                        && !event.stream().equals(stream)) {
                    others.computeIfAbsent(view.key(), first -> new ArrayList<>())
                            .add(event);
                }
            }
        }
        return others;
    }
}
