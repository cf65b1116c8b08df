package org.synapse4j.core.unitofwork;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Commit.StreamEvent;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.errors.AggregateDeletedException;
import org.synapse4j.core.errors.AggregateNotFoundException;
import org.synapse4j.core.errors.ConflictingVersionException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.repository.Repository;

/**
 * A unit of work as those see it who work in it. There is one copy of each aggregate in it and in all that are nested in it: who loads one
 * again is given the same, with what was applied to it. For one thread at a time, whichever it is.
 *
 * <p>Every call throws {@link MisuseException} when the unit has ended, when another thread is in a call of it, and when a repository is
 * of another store than the unit; and what {@link Repository} says of its calls.
 */
public interface Work {
    /**
     * The aggregate. Blocking, unless it is here already.
     *
     * @throws AggregateNotFoundException if there is none
     * @throws AggregateDeletedException if an event deleted it
     */
    <S> Aggregate<S> load(Repository<S> repository, String id);

    /**
     * The aggregate, which is to be stored at this version; what was applied to it here does not count.
     *
     * @throws ConflictingVersionException if it is at another one
     * @throws AggregateNotFoundException if there is none
     * @throws AggregateDeletedException if an event deleted it
     */
    <S> Aggregate<S> load(Repository<S> repository, String id, Version expected);

    /**
     * The aggregate, if there is one.
     *
     * @throws AggregateDeletedException if an event deleted it
     */
    <S> Optional<Aggregate<S>> find(Repository<S> repository, String id);

    /**
     * The aggregate, on which the outcome depends though it may not change: if it does not, the commit is stored only if nothing was
     * appended to its stream since. A unit without events stores nothing, and checks nothing.
     *
     * @throws VersionConflictException if it is here already, and others have appended to it since
     * @throws AggregateNotFoundException if there is none
     * @throws AggregateDeletedException if an event deleted it
     */
    <S> Aggregate<S> read(Repository<S> repository, String id);

    /**
     * A new aggregate. If its stream is there when the unit is committed, that is a conflict.
     *
     * @throws MisuseException if it is here already
     */
    <S> Aggregate<S> add(Repository<S> repository, String id);

    /**
     * A new aggregate that was made before, with the events that were applied to it already.
     *
     * @throws MisuseException if one of its id is here already, or if it is of another type, was loaded, or belongs to another unit
     */
    <S> void add(Repository<S> repository, Aggregate<S> aggregate);

    /**
     * The aggregate, or a new one if there is none.
     *
     * @throws AggregateDeletedException if an event deleted it
     */
    <S> Aggregate<S> loadOrAdd(Repository<S> repository, String id);

    /**
     * Events of a stream that no aggregate here is in charge of, at whatever version it is.
     *
     * @throws MisuseException if an aggregate of this stream is here
     */
    void append(StreamId stream, Object... events);

    /** Demands that no event matches this query after this position, when the unit is committed; if none is stored, nothing is checked. */
    void unlessAny(EventQuery query, Position after);

    /** The store that it appends to, to look at what no aggregate is in charge of. */
    EventStore store();

    /** Lets this listener be told, after those that are there; it is not told what was applied before. */
    void listen(Listener listener);

    /** The events of this unit and those that it is nested in, or that are nested in it, in order. */
    List<StreamEvent> events();

    /** The things that listeners and functions leave for each other: one map for a unit and all that are nested in it. */
    Map<Object, Object> resources();

    /**
     * Does this in a unit nested in this one: what it does is stored with this one, or not at all. If it throws, what it did is undone;
     * if it changed an aggregate that was here before, this unit cannot be committed any more. It is not run again by itself.
     */
    <R extends @Nullable Object> R nested(Function<? super Work, ? extends R> inner);

    /**
     * Is told what happens to a unit. Those of one unit are called in the order in which they were given, or in the opposite one where that
     * is said; the unit is theirs for that time, so an interrupt or an error in one is all that may stop it.
     */
    interface Listener {
        /** An event was applied or appended. What is returned takes its place, in what is stored and published: its metadata and tags, say. */
        default NewEvent applied(Work work, StreamId stream, NewEvent event) {
            return event;
        }

        /** All is decided, and nothing sent. It may apply more, or throw: then the unit is rolled back. It is asked again when more aggregates came. */
        default void prepareCommit(Work work) {}

        /** The events are stored and published, and the transaction, if there is one, is about to be committed. */
        default void beforeTransactionCommit(Work work) {}

        /**
         * All is stored; the last listener is told first. What this throws is logged and kept for {@link Worked#problems()}.
         *
         * @param result what the append said, empty if there were no events
         */
        default void afterCommit(Work work, Optional<AppendResult> result) {}

        /** Nothing is stored, unless the cause says that this is not known; the last listener is told first. */
        default void rolledBack(Work work, @Nullable Throwable cause) {}

        /** All is over, whichever way; with those of the outermost unit. The last listener is told first. */
        default void cleanUp(Work work) {}
    }
}
