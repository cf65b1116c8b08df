package org.synapse4j.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Commit.StreamEvent;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.serialization.EventTypes;

/** What a store is asked to record, from a position on. */
record Recorded(EventStore store, Position from) {
    static Recorded of(EventStore store) {
        return new Recorded(store, store.end());
    }

    /** Does something, and says what happened. */
    <R extends @Nullable Object> Outcome<R> outcome(EventTypes types, Supplier<? extends R> doing) {
        @Nullable R value = null;
        @Nullable Throwable thrown = null;
        try {
            value = doing.get();
        } catch (Throwable e) {
            thrown = e;
        }
        List<StreamEvent> events = new ArrayList<>();
        try (EventStream feed = store.feed(FeedRead.forwards().after(from))) {
            feed.forEach(event -> events.add(new StreamEvent(event.stream(), event.payload())));
        }
        return new Outcome<>(types, events, value, thrown);
    }
}
