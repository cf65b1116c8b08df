package org.synapse4j.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * Which events of the feed are wanted: those that match at least one criterion. Filtering never changes a position. Immutable.
 *
 * @param anyOf the criteria; none at all match nothing
 */
public record EventQuery(List<Criterion> anyOf) {
    public EventQuery {
        anyOf = Require.elements("criteria", anyOf);
    }

    /**
     * An event matches when its stream is one of {@code streams}, its category one of {@code categories}, its type one of {@code types},
     * and it carries all of {@code tags}. An empty set does not restrict. Immutable.
     *
     * @param streams the streams wanted
     * @param categories the stream categories wanted
     * @param types the type names wanted
     * @param tags the tags that must all be there
     */
    public record Criterion(Set<StreamId> streams, Set<String> categories, Set<TypeName> types, Set<Tag> tags) {
        /** The criterion that every event matches. */
        static final Criterion ALL = new Criterion(Set.of(), Set.of(), Set.of(), Set.of());

        public Criterion {
            streams = Set.copyOf(Require.elements("streams", streams));
            categories = Set.copyOf(Require.elements("categories", categories));
            categories.forEach(Require::category);
            types = Set.copyOf(Require.elements("types", types));
            tags = Set.copyOf(Require.elements("tags", tags));
        }

        /** A criterion for the events of these categories and types, with these tags, in any stream. */
        public static Criterion of(Set<String> categories, Set<TypeName> types, Set<Tag> tags) {
            return new Criterion(Set.of(), categories, types, tags);
        }

        /** The same for these types. */
        public Criterion withTypes(Set<TypeName> others) {
            return new Criterion(streams, categories, others, tags);
        }

        /** Whether an event of this stream and type, with these tags, is wanted. */
        public boolean matches(StreamId stream, TypeName type, Set<Tag> eventTags) {
            requireEvent(stream, type, eventTags);
            return (streams.isEmpty() || streams.contains(stream))
                    && (categories.isEmpty() || categories.contains(stream.category()))
                    && (types.isEmpty() || types.contains(type))
                    && eventTags.containsAll(tags);
        }
    }

    /** Every event. */
    public static EventQuery all() {
        return new EventQuery(List.of(Criterion.ALL));
    }

    /** The events of streams in one of these categories. */
    public static EventQuery category(String... categories) {
        return new EventQuery(
                List.of(Criterion.of(setOf("categories", categories, Function.identity()), Set.of(), Set.of())));
    }

    /**
     * The events of these streams. As a condition, {@code unlessAny(streams(x)).after(p)}, it says that nothing was appended to x
     * since: so a commit depends on a stream that was only read. That x was deleted or truncated meanwhile is no event and is not seen.
     * Pinned by the rules CONDITION.
     */
    public static EventQuery streams(StreamId... streams) {
        return new EventQuery(
                List.of(new Criterion(setOf("streams", streams, Function.identity()), Set.of(), Set.of(), Set.of())));
    }

    /** The events of one of these types. */
    public static EventQuery types(String... types) {
        return new EventQuery(List.of(Criterion.of(Set.of(), setOf("types", types, TypeName::of), Set.of())));
    }

    /** The events that carry all of these tags, each written {@code key:value}. */
    public static EventQuery tagged(String... tags) {
        return new EventQuery(List.of(Criterion.of(Set.of(), Set.of(), setOf("tags", tags, Tag::of))));
    }

    /** The events that carry one of these tags at least, each written {@code key:value}. */
    public static EventQuery taggedWithAny(String... tags) {
        return new EventQuery(setOf("tags", tags, Tag::of).stream()
                .map(tag -> Criterion.of(Set.of(), Set.of(), Set.of(tag)))
                .toList());
    }

    /** The events that match this query or the other. */
    public EventQuery or(EventQuery other) {
        Objects.requireNonNull(other, "other");
        List<Criterion> both = new ArrayList<>(anyOf);
        both.addAll(other.anyOf);
        return new EventQuery(both);
    }

    /** The events that match this query and the other. */
    public EventQuery and(EventQuery other) {
        Objects.requireNonNull(other, "other");
        List<Criterion> pairs = new ArrayList<>();
        for (Criterion left : anyOf) {
            for (Criterion right : other.anyOf) {
                Set<Tag> tags = new LinkedHashSet<>(left.tags);
                tags.addAll(right.tags);
                boolean possible = overlap(left.streams, right.streams)
                        && overlap(left.categories, right.categories)
                        && overlap(left.types, right.types);
                if (possible) {
                    pairs.add(new Criterion(
                            narrow(left.streams, right.streams),
                            narrow(left.categories, right.categories),
                            narrow(left.types, right.types),
                            tags));
                }
            }
        }
        return new EventQuery(pairs);
    }

    /** Whether an event of this stream and type, with these tags, is wanted. */
    public boolean matches(StreamId stream, TypeName type, Set<Tag> tags) {
        requireEvent(stream, type, tags);
        for (Criterion criterion : anyOf) {
            if (criterion.matches(stream, type, tags)) {
                return true;
            }
        }
        return false;
    }

    /** None at all would be a set that does not restrict: surely not what a caller with an empty array wants. */
    private static <V, T> Set<T> setOf(String what, V[] values, Function<V, T> parse) {
        List<V> listed = Require.array(what, values);
        if (listed.isEmpty()) {
            throw new InvalidValueException(what, "name none; every event is EventQuery.all()");
        }
        return listed.stream().map(parse).collect(Collectors.toSet());
    }

    private static void requireEvent(StreamId stream, TypeName type, Set<Tag> tags) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(tags, "tags");
    }

    private static <T> boolean overlap(Set<T> left, Set<T> right) {
        return left.isEmpty() || right.isEmpty() || left.stream().anyMatch(right::contains);
    }

    private static <T> Set<T> narrow(Set<T> left, Set<T> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.isEmpty() ? right : left;
        }
        return left.stream().filter(right::contains).collect(Collectors.toSet());
    }
}
