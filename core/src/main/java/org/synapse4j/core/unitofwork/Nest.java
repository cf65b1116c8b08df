package org.synapse4j.core.unitofwork;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Commit;
import org.synapse4j.api.Commit.StreamEvent;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.repository.StreamLocks;

/**
 * What a unit of work and all that are nested in it have in common: one copy of each aggregate, all that happened, in order, and what the
 * commit is to depend on. Units are known here as owners only.
 */
final class Nest {
    private final EventStore store;
    private final CommitId commitId;
    private final Map<StreamId, Member<?>> members = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    /** The units that are open, the innermost first. */
    private final Deque<Object> open = new ArrayDeque<>();
    /** The streams of members on which the outcome depends though they may not change. */
    private final Set<StreamId> dependsOn = new HashSet<>();

    /** The version that who asked for a change had seen, where that is an earlier one. */
    private final Map<StreamId, Version> seen = new LinkedHashMap<>();

    private final Map<StreamId, StreamLocks> locked = new LinkedHashMap<>();
    private final Map<Object, Object> resources = new HashMap<>();
    /** Whether listeners are being told of an event. */
    private boolean telling;
    /** The other events that must not have happened, and since when. */
    private @Nullable AppendCondition condition;
    /** The end of the feed before the first member in {@link #dependsOn} was loaded. */
    private @Nullable Position readFrom;

    /** An event, and in which unit it happened. */
    private record Entry(Object owner, StreamId stream, NewEvent event) {}

    Nest(EventStore store, CommitId commitId) {
        this.store = store;
        this.commitId = commitId;
    }

    EventStore store() {
        return store;
    }

    CommitId commitId() {
        return commitId;
    }

    Map<Object, Object> resources() {
        return resources;
    }

    int size() {
        return members.size();
    }

    void opened(Object unit) {
        open.push(unit);
    }

    void closed(Object unit) {
        open.remove(unit);
    }

    boolean isInnermost(Object unit) {
        return open.peek() == unit;
    }

    @Nullable
    Object innermost() {
        return open.peek();
    }

    /** The aggregate, if it is here. */
    @SuppressWarnings("unchecked") // the same type object has made both
    <S> Optional<Aggregate<S>> known(Repository<S> repository, StreamId stream) {
        requireStore(repository);
        Member<?> member = members.get(stream);
        if (member == null) {
            return Optional.empty();
        }
        if (member.repository().type() != repository.type()) {
            throw new MisuseException(stream + " is here already, as an aggregate of another type object");
        }
        return Optional.of((Aggregate<S>) member.aggregate());
    }

    <S> void join(Repository<S> repository, Aggregate<S> aggregate, Object owner) {
        requireStore(repository);
        StreamId stream = aggregate.stream();
        if (entries.stream().anyMatch(entry -> entry.stream.equals(stream))) {
            throw new MisuseException("Events were appended to " + stream
                    + " in this unit of work; its aggregate cannot be used in it, too");
        }
        if (members.putIfAbsent(stream, new Member<>(repository, aggregate, owner)) != null) {
            throw new MisuseException(stream + " is in this unit of work already");
        }
    }

    /** Locks an aggregate, if its repository says so and it is not locked yet. */
    void lock(Repository<?> repository, StreamId stream) {
        if (repository.locks().isPresent() && !locked.containsKey(stream)) {
            repository.locks().get().lock(stream, this);
            locked.put(stream, repository.locks().get());
        }
    }

    void unlock() {
        locked.forEach((stream, locks) -> locks.unlock(stream, this));
        locked.clear();
    }

    void seen(StreamId stream, Version version) {
        seen.merge(stream, version, BinaryOperator.minBy(Comparator.naturalOrder()));
    }

    /** Lets resolvers decide on the changes by who had seen an earlier version. */
    void resolve() {
        seen.forEach((stream, version) -> {
            Member<?> member = members.get(stream);
            if (member != null && member.changed()) {
                member.resolve(version);
            }
        });
    }

    boolean holds(StreamId stream) {
        return members.containsKey(stream);
    }

    /** Notes what listeners make of an event. They are told before it is noted, so what they applied would come before it. */
    void happened(StreamId stream, Supplier<NewEvent> event) {
        if (telling) {
            throw new MisuseException(
                    "Listeners are being told of an event: they apply nothing then, but while the commit is prepared");
        }
        telling = true;
        try {
            entries.add(new Entry(Objects.requireNonNull(open.peek(), "open unit"), stream, event.get()));
        } finally {
            telling = false;
        }
    }

    List<StreamEvent> events() {
        return entries.stream()
                .map(entry -> new StreamEvent(entry.stream, entry.event))
                .toList();
    }

    /** The end of the feed, as it was when this was first asked. */
    Position readFrom() {
        if (readFrom == null) {
            readFrom = store.end();
        }
        return readFrom;
    }

    void dependsOn(StreamId stream) {
        dependsOn.add(stream);
    }

    void unlessAny(EventQuery query, Position after) {
        condition = joined(condition, new AppendCondition(query, after));
    }

    /** The work of an inner unit becomes the outer one's. */
    void handOver(Object inner, Object outer) {
        members.replaceAll((stream, member) -> member.owner() == inner ? member.ownedBy(outer) : member);
        entries.replaceAll(entry -> entry.owner == inner ? new Entry(outer, entry.stream, entry.event) : entry);
    }

    /** Undoes what a unit did; false if it changed what is not its own, which cannot be undone. */
    boolean drop(Object unit) {
        Set<StreamId> own = new HashSet<>();
        members.values().removeIf(member -> {
            boolean dropped = member.owner() == unit;
            if (dropped) {
                own.add(member.aggregate().stream());
                member.aggregate().end("was part of a unit of work that was rolled back");
            }
            return dropped;
        });
        boolean onlyOwn = entries.stream()
                .filter(entry -> entry.owner == unit)
                .allMatch(entry -> own.contains(entry.stream) || !members.containsKey(entry.stream));
        entries.removeIf(entry -> entry.owner == unit);
        dependsOn.removeAll(own);
        return onlyOwn;
    }

    /** The commit of all that happened; empty if nothing did. */
    Optional<Commit> commit() {
        members.values().forEach(member -> member.aggregate().requireUsable());
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        Map<StreamId, StreamExpectation> expectations = new LinkedHashMap<>();
        List<StreamEvent> events = new ArrayList<>();
        for (Entry entry : entries) {
            Member<?> member = members.get(entry.stream);
            expectations.computeIfAbsent(
                    entry.stream,
                    stream -> member == null
                            ? new StreamExpectation(stream, ExpectedVersion.any())
                            : member.expectation());
            events.add(new StreamEvent(
                    entry.stream,
                    member == null ? entry.event : member.repository().decorated(entry.stream, entry.event)));
        }
        return Optional.of(
                new Commit(commitId, List.copyOf(expectations.values()), events, condition(expectations.keySet())));
    }

    /** Says that all was stored; the aggregates are at the versions that the append says, and cannot be changed any more. */
    void stored(Optional<AppendResult> result) {
        List<Member<?>> changed = new ArrayList<>();
        for (Member<?> member : members.values()) {
            Aggregate<?> aggregate = member.aggregate();
            if (member.changed() && result.isPresent()) {
                Version last = result.get().version(aggregate.stream());
                // Where another process stored this very commit first, the state here counts its events twice.
                boolean own = last.value()
                        == aggregate.version().value() + aggregate.uncommitted().size();
                aggregate.storedUpTo(last);
                if (own) {
                    changed.add(member);
                } else {
                    member.notStored();
                }
            }
            aggregate.end("was part of a unit of work that was committed");
        }
        changed.forEach(Member::stored);
    }

    /** Says that nothing was stored, or that nobody knows. */
    void notStored() {
        for (Member<?> member : members.values()) {
            if (member.changed() || dependsOn.contains(member.aggregate().stream())) {
                member.notStored();
            }
            member.aggregate().end("was part of a unit of work that was rolled back");
        }
    }

    private Optional<AppendCondition> condition(Set<StreamId> changed) {
        Set<StreamId> unchanged = new LinkedHashSet<>(dependsOn);
        unchanged.removeAll(changed);
        if (unchanged.isEmpty()) {
            return Optional.ofNullable(condition);
        }
        return Optional.of(joined(
                condition, new AppendCondition(EventQuery.streams(unchanged.toArray(StreamId[]::new)), readFrom())));
    }

    private static AppendCondition joined(@Nullable AppendCondition one, AppendCondition other) {
        return one == null
                ? other
                : new AppendCondition(
                        one.query().or(other.query()),
                        BinaryOperator.<Position>minBy(Position::compareTo).apply(one.after(), other.after()));
    }

    private void requireStore(Repository<?> repository) {
        if (repository.store() != store) {
            throw new MisuseException("The " + repository + " are in another store than this unit of work");
        }
    }
}
