package org.synapse4j.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.View;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.subscriptions.projection.Building;
import org.synapse4j.subscriptions.projection.Projection;
import org.synapse4j.subscriptions.projection.Projections;

/**
 * Given these events, then these views. The events and the views are stored and read back by the registered types, and the views are made twice, which has to come to
 * the same. Immutable.
 *
 * <pre>{@code
 * ProjectionScenario.of(TYPES, TOTALS)
 *         .given(cart, new Opened(), new Added(2))
 *         .thenView("42", new Total(2));
 * }</pre>
 */
public final class ProjectionScenario<S> {
    private record StreamEvent(StreamId stream, Object event) {}

    private final EventTypes types;
    private final Projection<S> projection;
    private final List<StreamEvent> given;

    private ProjectionScenario(EventTypes types, Projection<S> projection, List<StreamEvent> given) {
        this.types = Objects.requireNonNull(types, "event types");
        this.projection = Objects.requireNonNull(projection, "projection");
        this.given = List.copyOf(given);
    }

    /** A scenario in which nothing has happened yet. */
    public static <S> ProjectionScenario<S> of(EventTypes types, Projection<S> projection) {
        return new ProjectionScenario<>(types, projection, List.of());
    }

    /** The same scenario in which these events have happened, too, after those that were given before. */
    public ProjectionScenario<S> given(StreamId stream, Object... events) {
        List<StreamEvent> all = new ArrayList<>(given);
        for (Object event : events) {
            all.add(new StreamEvent(stream, event));
        }
        return new ProjectionScenario<>(types, projection, all);
    }

    /**
     * Says that there is this view of this key, whatever others there are.
     *
     * @throws AssertionError if it is another, or absent
     */
    public void thenView(String key, S state) {
        Objects.requireNonNull(state, "state");
        S found = views().get(key);
        if (!state.equals(found)) {
            throw new AssertionError("The view of " + key + " is another:\n" + Difference.of(said(state), said(found)));
        }
    }

    /**
     * Says that there is no view of this key.
     *
     * @throws AssertionError if there is one
     */
    public void thenNoView(String key) {
        S found = views().get(key);
        if (found != null) {
            throw new AssertionError("There is a view of " + key + ": " + found);
        }
    }

    /**
     * Says that there are these views by key, and no others.
     *
     * @throws AssertionError if there are others
     */
    public void thenViews(Map<String, ? extends S> states) {
        Map<String, S> found = views();
        if (!found.equals(states)) {
            throw new AssertionError("The views are others:\n" + Difference.of(said(states), said(found)));
        }
    }

    /** What the events make, twice: pure functions make the same of them. */
    private Map<String, S> views() {
        Map<String, S> once = folded();
        Map<String, S> again = folded();
        if (!once.equals(again)) {
            throw new AssertionError("The same events make other views each time, so the projection is not pure:\n"
                    + Difference.of(said(once), said(again)));
        }
        return once;
    }

    private Map<String, S> folded() {
        try (TestStore test = TestStore.open(types)) {
            given.forEach(event -> Stored.given(test.store(), event.stream(), List.of(event.event())));
            Building<S> building =
                    Projections.of(test.store(), test.subscriptions()).build(projection);
            test.drain();
            Map<String, S> all = new LinkedHashMap<>();
            for (View<S> view : building.views().page("", Integer.MAX_VALUE)) {
                view.state().ifPresent(state -> all.put(view.key(), state));
            }
            return all;
        }
    }

    private static List<?> said(@Nullable Object state) {
        if (state instanceof Map<?, ?> states) {
            return List.copyOf(states.entrySet());
        }
        return state == null ? List.of() : List.of(state);
    }
}
