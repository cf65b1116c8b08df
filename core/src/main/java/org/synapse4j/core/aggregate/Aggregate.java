package org.synapse4j.core.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.core.errors.AggregateDeletedException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.UnhandledEventException;
import org.synapse4j.core.internal.Returned;

/**
 * One aggregate at work: its state, the version up to which its events are stored, and the events applied since. Made by an {@link
 * AggregateType}. For one thread at a time.
 *
 * @param <S> the state: a value that a decider makes, or the root
 */
public final class Aggregate<S> implements Recorder {
    private final StreamId stream;
    private final Evolution<S> evolution;
    /** The events that were applied and are not stored yet, in order. */
    private final List<NewEvent> uncommitted = new ArrayList<>();

    private final List<Consumer<? super NewEvent>> listeners = new ArrayList<>();
    /** The version of the last event that is stored; those of {@link #uncommitted} follow it. */
    private Version version;

    private S state;
    /** Whether a function of the application is running that must not apply anything: a handler, or the one that makes the root. */
    private boolean evolving;
    /** The error of a handler of the root: since then nobody knows what state it is in. */
    private @Nullable Throwable broken;
    /** Why nothing can be applied any more, when that is so. */
    private @Nullable String ended;

    private Origin origin;

    private Aggregate(
            StreamId stream,
            Evolution<S> evolution,
            Version version,
            Origin origin,
            Function<? super Recorder, ? extends S> state) {
        this.stream = stream;
        this.evolution = evolution;
        this.version = version;
        this.origin = origin;
        this.evolving = true;
        this.state = Returned.nonNull(state.apply(this), "first state of an aggregate");
        this.evolving = false;
    }

    static <S> Aggregate<S> initial(StreamId stream, Evolution<S> evolution) {
        return new Aggregate<>(stream, evolution, Version.NONE, Origin.NEW, evolution::initial);
    }

    static <S> Aggregate<S> from(
            StreamId stream,
            Evolution<S> evolution,
            Version version,
            Origin origin,
            Function<? super Recorder, ? extends S> state) {
        return new Aggregate<>(stream, evolution, version, origin, state);
    }

    @Override
    public StreamId stream() {
        return stream;
    }

    /** The state after all that was applied: the decider's, or the root itself. */
    public S state() {
        return state;
    }

    /** The version of the last event that is stored, {@link Version#NONE} while none is. */
    public Version version() {
        return version;
    }

    /** How it was loaded. */
    public Origin origin() {
        return origin;
    }

    /** Says how it was loaded. */
    public void loadedFrom(Origin given) {
        origin = Objects.requireNonNull(given, "origin");
    }

    /** The events that were applied and are not stored yet, in order; the first is to be at the version after {@link #version()}. */
    public List<NewEvent> uncommitted() {
        return Collections.unmodifiableList(new ArrayList<>(uncommitted));
    }

    /** Whether events were applied that are not stored yet. */
    public boolean changed() {
        return !uncommitted.isEmpty();
    }

    /** Whether an event has deleted it. */
    public boolean deleted() {
        return evolution.deleted(state);
    }

    /**
     * Lets these events happen; see {@link Recorder#apply}. Where states are values and an event is refused, none of them has happened.
     */
    @Override
    public void apply(Object... events) {
        apply(Arrays.asList(events));
    }

    /** As {@link #apply(Object...)}. */
    public void apply(List<?> events) {
        requireUsable();
        if (evolution.values()) {
            applyAll(events);
        } else {
            events.forEach(event -> applyAll(Collections.singletonList(event)));
        }
    }

    /**
     * Lets happen what a decider decides on a command.
     *
     * @return what happened
     * @throws MisuseException if the decider returns null; otherwise as {@link #apply(Object...)}, and whatever the decider throws
     */
    public <C, E> List<? extends E> handle(Decider<C, S, E> decider, C command) {
        requireUsable();
        Objects.requireNonNull(command, "command");
        if (deleted()) {
            throw new AggregateDeletedException(stream);
        }
        @Nullable List<? extends E> events = decider.decide(command, state);
        if (events == null) {
            throw new MisuseException("The decision on " + command.getClass().getName()
                    + " is null; where nothing happens, it is an empty list");
        }
        apply(events);
        return events;
    }

    /**
     * Lets a stored event happen once more, for who rebuilds the aggregate; {@link #storedUpTo} then says at which version it is.
     *
     * @throws MisuseException if there are events that are not stored yet, or as {@link #apply(Object...)}
     * @throws UnhandledEventException if it is neither handled nor ignored
     */
    public void replay(Object event) {
        requireUsable();
        if (changed()) {
            throw new MisuseException(stream + " has events that are not stored yet; nothing can be replayed into it");
        }
        state = evolve(state, event);
    }

    /** Says that all its events are stored, up to this version. Nothing is uncommitted any more, and nobody listens to it. */
    public void storedUpTo(Version last) {
        version = Objects.requireNonNull(last, "version");
        uncommitted.clear();
        listeners.clear();
    }

    /**
     * Tells each event when it was applied, first those that were applied already and are not stored yet. Until {@link #storedUpTo}.
     */
    public void onApplied(Consumer<? super NewEvent> listener) {
        Objects.requireNonNull(listener, "listener");
        uncommitted.forEach(listener);
        listeners.add(listener);
    }

    /** Says that nothing can be applied any more, as it would not be stored, and why; the state can still be looked at. */
    public void end(String why) {
        ended = Objects.requireNonNull(why, "why");
        listeners.clear();
    }

    /**
     * Checks that its state is that of its events, and that it has not ended.
     *
     * @throws MisuseException if a handler threw, or if one is running, or if it has ended
     */
    public void requireUsable() {
        if (ended != null) {
            throw new MisuseException(stream + " cannot be used any more: it " + ended);
        }
        if (broken != null) {
            throw new MisuseException(
                    "A handler of " + stream
                            + " threw: its root is half changed, and cannot be used or stored any more; load it again",
                    broken);
        }
        if (evolving) {
            throw new MisuseException("Nothing can be applied to " + stream
                    + " while an event is handled or the root is made: handlers only change the state");
        }
    }

    private void applyAll(List<?> events) {
        List<NewEvent> added = new ArrayList<>(events.size());
        S next = state;
        for (Object event : events) {
            if (event == null) {
                throw new InvalidValueException("events[" + added.size() + "]", "is null");
            }
            if (evolution.deleted(next)) {
                throw new AggregateDeletedException(stream);
            }
            NewEvent whole = event instanceof NewEvent given ? given : NewEvent.of(event);
            next = evolve(next, whole.payload());
            added.add(whole);
        }
        state = next;
        uncommitted.addAll(added);
        for (NewEvent event : added) {
            // By index: a listener may end the aggregate, and so itself.
            for (int i = 0; i < listeners.size(); i++) {
                listeners.get(i).accept(event);
            }
        }
    }

    private S evolve(S from, Object event) {
        evolving = true;
        try {
            @Nullable S next = evolution.evolve(from, event);
            if (next == null) {
                throw new MisuseException(
                        "The state of " + stream + " after " + event.getClass().getName() + " is null");
            }
            return next;
        } catch (UnhandledEventException e) {
            throw e;
        } catch (Throwable e) {
            if (!evolution.values()) {
                broken = e;
            }
            throw e;
        } finally {
            evolving = false;
        }
    }

    @Override
    public String toString() {
        return stream + " at version " + version + (changed() ? " and " + uncommitted.size() + " events" : "");
    }
}
