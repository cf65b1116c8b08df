package org.synapse4j.core.unitofwork;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Commit.StreamEvent;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.core.aggregate.Decider;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.internal.Returned;

/**
 * A dynamic boundary (ADR 38): a decider over the events that a query finds in the whole store, instead of those of one stream. What each command
 * depends on is said by the command, and checked by the store: the commit is refused if another event matches the query meanwhile. Immutable
 * and thread-safe.
 *
 * <pre>{@code
 * Boundary<Subscribe, Courses, CourseEvent> courses = Boundary.of(
 *         decider,
 *         subscribe -> tagged("course:" + subscribe.course()).or(tagged("student:" + subscribe.student())),
 *         event -> StreamId.of("course", event.course()),
 *         CourseEvent::tags);
 * units.run(work -> courses.handle(work, new Subscribe("maths", "ada")));
 * }</pre>
 *
 * @param <C> the commands
 * @param <S> the states
 * @param <E> the events
 */
public final class Boundary<C, S, E> {
    private final Decider<C, S, E> decider;
    private final Function<? super C, EventQuery> query;
    private final Function<? super E, StreamId> stream;
    private final Function<? super E, Set<Tag>> tags;

    private Boundary(
            Decider<C, S, E> decider,
            Function<? super C, EventQuery> query,
            Function<? super E, StreamId> stream,
            Function<? super E, Set<Tag>> tags) {
        this.decider = Objects.requireNonNull(decider, "decider");
        this.query = Objects.requireNonNull(query, "query");
        this.stream = Objects.requireNonNull(stream, "stream");
        this.tags = Objects.requireNonNull(tags, "tags");
    }

    /**
     * A boundary.
     *
     * @param query the events that a command depends on; those that would change its outcome, and no more
     * @param stream where an event is stored; no aggregate that a unit of work loads, too
     * @param tags what an event is found by
     */
    public static <C, S, E> Boundary<C, S, E> of(
            Decider<C, S, E> decider,
            Function<? super C, EventQuery> query,
            Function<? super E, StreamId> stream,
            Function<? super E, Set<Tag>> tags) {
        return new Boundary<>(decider, query, stream, tags);
    }

    /**
     * Lets happen what the decider decides on a command: by the events that match its query, those of this unit of work included. Blocking. The
     * commit is stored only if no other event matches that query then; otherwise the unit is run again, where {@link UnitsOfWork} runs it.
     * If nothing happens in the unit, nothing is checked.
     *
     * @return the state after it
     * @throws MisuseException if the decider, or another function of the boundary, returns null
     */
    public S handle(Work work, C command) {
        EventQuery wanted = Returned.nonNull(query.apply(command), "query of the command");
        Position end = work.store().end();
        S state = state(work, wanted, end);
        @Nullable List<? extends E> events = decider.decide(command, state);
        if (events == null) {
            throw new MisuseException("The decision on " + command.getClass().getName()
                    + " is null; where nothing happens, it is an empty list");
        }
        List<StreamEvent> decided = new ArrayList<>();
        for (E event : events) {
            state = decider.evolve(state, event);
            decided.add(placed(event));
        }
        work.unlessAny(wanted, end);
        decided.forEach(event -> work.append(event.stream(), event.event()));
        return state;
    }

    private StreamEvent placed(E event) {
        NewEvent whole = NewEvent.of(event);
        Set<Tag> found = Returned.nonNull(tags.apply(event), "set of tags of an event");
        return new StreamEvent(
                Returned.nonNull(stream.apply(event), "stream of an event"),
                new NewEvent(event, found, whole.metadata(), whole.id(), whole.time()));
    }

    @SuppressWarnings("unchecked") // whatever matches is given to the decider, which refuses what it does not know
    private S state(Work work, EventQuery wanted, Position end) {
        S state = decider.initial();
        try (EventStream events =
                work.store().feed(FeedRead.forwards().matching(wanted).upTo(end))) {
            for (StoredEvent event : events) {
                state = decider.evolve(state, (E) event.payload());
            }
        }
        for (StreamEvent event : work.events()) {
            NewEvent own = (NewEvent) event.event();
            if (wanted.matches(event.stream(), type(work.store(), own), own.tags())) {
                state = decider.evolve(state, (E) own.payload());
            }
        }
        return state;
    }

    private static TypeName type(EventStore store, NewEvent event) {
        return ((OpaqueEvent) store.serialized(event).payload()).schema().type();
    }
}
