package org.synapse4j.api;

import java.util.Objects;

/**
 * The demand of a conditional append on the feed: that no event matching a query lies after a position. This is the consistency
 * boundary where no stream is one. Immutable.
 *
 * @param query which events stand in the way
 * @param after the position up to which the caller has seen the matching events
 */
public record AppendCondition(EventQuery query, Position after) {
    public AppendCondition {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(after, "after");
    }

    /** Store unless any event at all matches; narrow it by {@link #after(Position)}. */
    public static AppendCondition unlessAny(EventQuery query) {
        return new AppendCondition(query, Position.START);
    }

    /** The same query, looking only after this position. */
    public AppendCondition after(Position position) {
        return new AppendCondition(query, position);
    }

    @Override
    public String toString() {
        return "unless any of " + query + " after position " + after;
    }
}
