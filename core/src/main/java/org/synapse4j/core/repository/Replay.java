package org.synapse4j.core.repository;

import java.util.List;
import java.util.Optional;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.internal.Returned;

/** Lets stored events happen to aggregates. */
final class Replay<S> {
    private final EventStore store;
    private final List<EventDecorator> decorators;

    Replay(EventStore store, List<EventDecorator> decorators) {
        this.store = store;
        this.decorators = decorators;
    }

    /** An aggregate, after the events that follow its version; they are taken for its stream's, whatever became of earlier ones. */
    Aggregate<S> after(Aggregate<S> aggregate) {
        try (EventStream events = store.read(StreamRead.of(aggregate.stream()).after(aggregate.version()))) {
            replay(aggregate, events);
            return aggregate;
        }
    }

    /** Lets the events after its version happen to an aggregate; false if its stream is another one since then. */
    boolean on(Aggregate<S> aggregate) {
        Version known = aggregate.version();
        try (EventStream events = store.read(StreamRead.of(aggregate.stream()).from(known))) {
            boolean same =
                    (events.hasNext() && events.peek().version().equals(known)) || there(aggregate.stream(), known);
            if (same) {
                replay(aggregate, events);
            }
            return same;
        }
    }

    /** Whether there is an event at this version, be it one that upcasters make nothing of; or there was one, and it is the last. */
    private boolean there(StreamId stream, Version version) {
        StreamRead one = StreamRead.of(stream).from(version).limit(1);
        try (EventStream events = store.read(one.upTo(version))) {
            if (events.hasNext() || events.passed().isPresent()) {
                return true;
            }
        }
        StreamHead head = store.head(stream);
        return head.exists() && head.version().equals(version);
    }

    /** An aggregate after all events of its stream; empty if there are none. */
    Optional<Aggregate<S>> whole(Aggregate<S> aggregate) {
        try (EventStream events = store.read(aggregate.stream())) {
            replay(aggregate, events);
            return events.passed().map(last -> aggregate);
        }
    }

    private void replay(Aggregate<S> aggregate, EventStream events) {
        Version known = aggregate.version();
        while (events.hasNext()) {
            StoredEvent event = events.next();
            if (event.version().compareTo(known) > 0) {
                aggregate.replay(decorated(event).payload());
            }
        }
        events.passed().ifPresent(last -> aggregate.storedUpTo(last.version()));
    }

    StoredEvent decorated(StoredEvent event) {
        StoredEvent made = event;
        for (EventDecorator decorator : decorators) {
            made = Returned.nonNull(decorator.read(made), "decorated event");
        }
        return made;
    }
}
