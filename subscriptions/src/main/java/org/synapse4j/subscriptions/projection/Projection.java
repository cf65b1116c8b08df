package org.synapse4j.subscriptions.projection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.errors.InvalidValueException;

/**
 * Says what events make of a view. Its functions are pure: they look at nothing but what they are given, and change nothing, since they are called again for
 * the same events, in other processes, and years later. The same events always make the same view. What they throw is treated as the failure of a
 * subscription's handler.
 *
 * <p>Whoever changes a projection raises its version: its view is then built beside the one that is read. Immutable; each method gives another
 * projection. Thread-safe as far as its functions are.
 *
 * @param <S> the class of a view's state, which is registered as events are, and best immutable
 */
public final class Projection<S> {
    private final ViewName view;
    private final Class<S> state;
    private final Function<StoredEvent, @Nullable String> key;
    private final Map<Class<?>, Reaction<S>> reactions;

    private Projection(
            ViewName view,
            Class<S> state,
            Function<StoredEvent, @Nullable String> key,
            Map<Class<?>, Reaction<S>> reactions) {
        this.view = view;
        this.state = state;
        this.key = key;
        this.reactions = Map.copyOf(reactions);
    }

    /** What an event of a class makes of a view. */
    private record Reaction<S>(
            @Nullable Function<Object, S> creates, @Nullable BiFunction<S, Object, S> changes, boolean deletes) {
        @Nullable
        S after(@Nullable S before, Object event) {
            if (deletes) {
                return null;
            }
            if (before != null && changes != null) {
                return Objects.requireNonNull(changes.apply(before, event), "the state that a projection made");
            }
            return creates == null
                    ? before
                    : Objects.requireNonNull(creates.apply(event), "the state that a projection made");
        }
    }

    /**
     * A projection of no events yet, whose views are found by the ids of streams.
     *
     * @throws InvalidValueException if no view can have this name, or the version is below 1
     */
    public static <S> Projection<S> named(String name, int version, Class<S> state) {
        return new Projection<>(
                new ViewName(name, version),
                Objects.requireNonNull(state, "state"),
                event -> event.stream().id(),
                Map.of());
    }

    /** The same, whose views are found by these keys. Null for an event that concerns no view. Views of several streams are made in the order of the feed. */
    public Projection<S> keyedBy(Function<StoredEvent, @Nullable String> keyOfEvent) {
        return new Projection<>(view, state, Objects.requireNonNull(keyOfEvent, "key"), reactions);
    }

    /**
     * The same, in which an event of this class makes a view: anew where one is, unless {@link #on} says what it changes of that.
     *
     * @throws InvalidValueException if this was said of the class before
     */
    public <E> Projection<S> creates(Class<E> event, Function<? super E, ? extends S> function) {
        Objects.requireNonNull(function, "function");
        Reaction<S> before = reactionTo(event);
        require(event, before.creates == null && !before.deletes);
        return with(event, new Reaction<>(payload -> function.apply(event.cast(payload)), before.changes, false));
    }

    /**
     * The same, in which an event of this class changes a view; where none is, it changes nothing.
     *
     * @throws InvalidValueException if this was said of the class before
     */
    public <E> Projection<S> on(Class<E> event, BiFunction<? super S, ? super E, ? extends S> function) {
        Objects.requireNonNull(function, "function");
        Reaction<S> before = reactionTo(event);
        require(event, before.changes == null && !before.deletes);
        return with(
                event,
                new Reaction<>(
                        before.creates, (current, payload) -> function.apply(current, event.cast(payload)), false));
    }

    /**
     * The same, in which an event of this class deletes a view.
     *
     * @throws InvalidValueException if anything was said of the class before
     */
    public Projection<S> deletes(Class<?> event) {
        require(event, !reactions.containsKey(event));
        return with(event, new Reaction<>(null, null, true));
    }

    /** Which version of which view it makes. */
    public ViewName view() {
        return view;
    }

    /** The class of states. */
    public Class<S> state() {
        return state;
    }

    /** The classes of the events that it looks at. */
    public Set<Class<?>> events() {
        return reactions.keySet();
    }

    /** The key of the view that an event concerns, if it concerns one. */
    public Optional<String> key(StoredEvent event) {
        return Optional.ofNullable(key.apply(event));
    }

    /** What these events of one key, in order, make of a view; those that it has seen already change nothing. */
    View<S> fold(String ofKey, Optional<View<S>> seen, List<StoredEvent> events) {
        S now = seen.flatMap(View::state).orElse(null);
        View<S> before = seen.orElse(null);
        StoredEvent last = null;
        for (StoredEvent event : events) {
            if (before == null || event.position().compareTo(before.position()) > 0) {
                Object payload = event.payload();
                now = reactionTo(payload.getClass()).after(now, payload);
                last = event;
            }
        }
        if (last == null) {
            return Objects.requireNonNull(before, "events");
        }
        return new View<>(ofKey, last.position(), before == null ? 0 : before.edition(), Optional.ofNullable(now));
    }

    private Reaction<S> reactionTo(Class<?> event) {
        Reaction<S> known = reactions.get(Objects.requireNonNull(event, "event"));
        return known == null ? new Reaction<>(null, null, false) : known;
    }

    private void require(Class<?> event, boolean first) {
        if (!first) {
            throw new InvalidValueException(
                    "projection " + view, "says twice what becomes of a view by " + event.getName());
        }
    }

    private Projection<S> with(Class<?> event, Reaction<S> reaction) {
        Map<Class<?>, Reaction<S>> all = new LinkedHashMap<>(reactions);
        all.put(event, reaction);
        return new Projection<>(view, state, key, all);
    }
}
