package org.synapse4j.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * The events of one append, all or none, for one stream or several: what is expected of each stream, and the events in one order
 * over all of them, which is the order in which the feed shows them. Immutable, as far as the payloads are.
 *
 * <pre>{@code
 * Commit.of(cart, exactly(2), new CheckedOut())      // the feed shows CheckedOut,
 *         .and(stock, any(), new Reserved("tea"))    // then Reserved,
 *         .then(cart, new Shipped())                 // then Shipped, in the cart again
 * }</pre>
 *
 * <p>Events are listed one by one, or given as one {@link List}: a collection among those listed is refused, as an {@link
 * InvalidValueException}.
 *
 * @param id its id; keep the commit, and append it again, when an outcome was unknown
 * @param expectations what is demanded of each of its streams, in the order in which they are judged
 * @param events the events, in order; none at all only check the expected version, in a commit to one stream without a condition
 * @param condition what it demands of the feed, if anything
 */
public record Commit(
        CommitId id,
        List<StreamExpectation> expectations,
        List<StreamEvent> events,
        Optional<AppendCondition> condition) {
    /**
     * @throws InvalidValueException if it touches no stream, or names one twice, or has no event for one of several or under a
     *     condition, or an event for a stream of which it says nothing
     */
    public Commit {
        Objects.requireNonNull(id, "commit id");
        expectations = Require.elements("streams of the commit", expectations);
        events = Require.elements("events", events);
        Objects.requireNonNull(condition, "condition");
        Set<StreamId> touched = events.stream().map(StreamEvent::stream).collect(Collectors.toUnmodifiableSet());
        boolean mayBeEmpty = expectations.size() == 1 && condition.isEmpty();
        Require.streamsOfCommit(
                expectations.stream().map(StreamExpectation::stream).toList(), touched, mayBeEmpty);
    }

    /**
     * An event of a commit, and its stream.
     *
     * @param stream the stream
     * @param event a payload, or a {@link NewEvent} where an event is more than its payload
     */
    public record StreamEvent(StreamId stream, Object event) {
        public StreamEvent {
            Objects.requireNonNull(stream, "stream");
            Objects.requireNonNull(event, "event");
        }
    }

    /** A commit to one stream with a fresh id; see {@link #and}. */
    public static Commit of(StreamId stream, ExpectedVersion expected, Object... events) {
        return of(stream, expected, Require.events(events));
    }

    /** A commit to one stream with a fresh id; see {@link #and}. */
    public static Commit of(StreamId stream, ExpectedVersion expected, List<?> events) {
        return new Commit(
                CommitId.fresh(),
                List.of(new StreamExpectation(stream, expected)),
                inStream(stream, events),
                Optional.empty());
    }

    /** The same commit with these events for one more stream, behind those that it has. */
    public Commit and(StreamId stream, ExpectedVersion expected, Object... events) {
        return and(stream, expected, Require.events(events));
    }

    /** The same commit with these events for one more stream, behind those that it has. */
    public Commit and(StreamId stream, ExpectedVersion expected, List<?> events) {
        List<StreamExpectation> more = new ArrayList<>(expectations);
        more.add(new StreamExpectation(stream, expected));
        return new Commit(id, more, with(stream, events), condition);
    }

    /** The same commit with more events for one of its streams, behind all those that it has. */
    public Commit then(StreamId stream, Object... more) {
        return then(stream, Require.events(more));
    }

    /** The same commit with more events for one of its streams, behind all those that it has. */
    public Commit then(StreamId stream, List<?> more) {
        Objects.requireNonNull(stream, "stream");
        return new Commit(id, expectations, with(stream, more), condition);
    }

    /** The same commit under this id. */
    public Commit withId(CommitId given) {
        return new Commit(given, expectations, events, condition);
    }

    /**
     * The same commit under this condition.
     *
     * @throws InvalidValueException if it has one already, which would be lost
     */
    public Commit when(AppendCondition demanded) {
        condition.ifPresent(one -> {
            throw new InvalidValueException("condition", "is there already: " + one);
        });
        return new Commit(id, expectations, events, Optional.of(Objects.requireNonNull(demanded, "condition")));
    }

    /**
     * The same commit, which claims these tags, each written {@code key:value}: "this user name only once". Its first event carries them too,
     * and it is stored only if no event of the whole feed carries one of them; so no two commits that claim a tag are both stored. A claim
     * lasts as long as its event: when that is truncated or deleted, the tag can be claimed again.
     *
     * <pre>{@code
     * store.append(Commit.of(user, noStream(), new Registered("ann")).claiming("username:ann"));
     * }</pre>
     *
     * @throws InvalidValueException if there is no tag or no event, or if it has a condition already that looks after a position, beside
     *     which a claim cannot stand
     */
    public Commit claiming(String... tags) {
        EventQuery claimed = EventQuery.taggedWithAny(tags);
        if (events.isEmpty()) {
            throw new InvalidValueException("claim", "has no event that could carry its tags");
        }
        condition.filter(one -> !one.after().equals(Position.START)).ifPresent(one -> {
            throw new InvalidValueException(
                    "claim", "looks at the whole feed, and the commit's condition only " + "after " + one.after());
        });
        List<StreamEvent> carrying = new ArrayList<>(events);
        StreamEvent first = events.get(0);
        NewEvent event = NewEvent.ofWhatever(first.event()).tagged(tags);
        carrying.set(0, new StreamEvent(first.stream(), event));
        EventQuery all = condition.map(one -> one.query().or(claimed)).orElse(claimed);
        return new Commit(id, expectations, carrying, Optional.of(AppendCondition.unlessAny(all)));
    }

    private List<StreamEvent> with(StreamId stream, List<?> more) {
        List<StreamEvent> all = new ArrayList<>(events);
        all.addAll(inStream(stream, more));
        return all;
    }

    private static List<StreamEvent> inStream(StreamId stream, List<?> events) {
        return Require.elements("events", events).stream()
                .map(event -> new StreamEvent(stream, event))
                .toList();
    }
}
