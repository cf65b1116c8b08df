package org.synapse4j.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.core.process.ProcessEvent.Advanced;
import org.synapse4j.core.process.ProcessHandler;
import org.synapse4j.core.process.ProcessType;
import org.synapse4j.inmemory.InMemoryStorage;

/** A process at work on a store of its own, without a thread. For one thread. */
final class ProcessRun<S> implements AutoCloseable {
    private static final StreamId STREAM = StreamId.of("scenario", "given");

    private final ProcessType<S> type;
    private final SetClock clock = new SetClock(Instant.parse("2020-01-01T00:00:00Z"));
    private final EventStore store;
    private final ProcessHandler<S> handler;
    private final List<Object> sent = new ArrayList<>();
    private Position passed = Position.START;

    ProcessRun(ProcessType<S> type, EventTypes types) {
        this.type = type;
        this.store = EventStore.builder(types).clock(clock).on(new InMemoryStorage());
        this.handler = ProcessHandler.of(type, store, command -> sent.add(command.payload()));
    }

    /** Lets an event happen, or time pass; what it throws, a function threw. */
    void happens(Object eventOrTime) {
        if (eventOrTime instanceof Duration time) {
            passes(clock.instant().plus(time));
        } else {
            Stored.given(store, STREAM, List.of(eventOrTime));
            work();
        }
    }

    /** The same, and what comes of it. */
    ProcessOutcome<S> outcome(EventTypes types, Object eventOrTime) {
        sent.clear();
        @Nullable Throwable thrown = null;
        try {
            happens(eventOrTime);
        } catch (AssertionError broken) {
            throw broken;
        } catch (RuntimeException | Error e) {
            thrown = e;
        }
        @Nullable S state = null;
        boolean ended = false;
        Set<String> timers = Set.of();
        FeedRead own = FeedRead.forwards().matching(EventQuery.category(type.name()));
        try (EventStream feed = store.feed(own)) {
            for (StoredEvent event : feed) {
                if (event.payload() instanceof Advanced advanced) {
                    ended = advanced.ended();
                    timers = advanced.timers().keySet();
                    state = stateOf(feed.next());
                }
            }
        }
        return new ProcessOutcome<>(types, sent, state, ended, timers, thrown);
    }

    @Override
    public void close() {
        store.close();
    }

    @SuppressWarnings("unchecked") // what the type stored
    private S stateOf(StoredEvent event) {
        return (S) event.payload();
    }

    private void passes(Instant until) {
        while (true) {
            Optional<Instant> next = handler.nextTimer().filter(due -> !due.isAfter(until));
            if (next.isEmpty()) {
                clock.set(until);
                return;
            }
            if (next.get().isAfter(clock.instant())) {
                clock.set(next.get());
            }
            handler.fire(clock.instant());
            work();
        }
    }

    private void work() {
        try (EventStream feed = store.feed(FeedRead.forwards().after(passed).matching(handler.query()))) {
            while (feed.hasNext()) {
                StoredEvent event = feed.next();
                passed = event.position();
                handler.handle(event);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("A sender that only lists commands threw", e);
        }
    }
}
