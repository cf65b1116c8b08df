package org.synapse4j.eventstoretests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.subscriptions.Start;
import org.synapse4j.subscriptions.Subscription;
import org.synapse4j.subscriptions.Subscriptions;

/** A subscription on every storage, while others append and its owner changes. */
class SubscriptionsOnStoragesTest {
    record Counted(int writer, int number) {}

    record Noise() {}

    private static final int WRITERS = 3;
    private static final int EACH = 100;
    private static final Duration LONG = Duration.ofSeconds(30);

    static Stream<EveryStorage.Kind> storages() {
        return EveryStorage.all();
    }

    @ParameterizedTest
    @MethodSource("storages")
    @Timeout(120)
    @DisplayName(
            "while three append and its owner changes, each event is handled, in order, and none that another has saved comes again")
    void handsOver(EveryStorage.Kind kind) throws Exception {
        EventTypes types = EventTypes.builder()
                .add("Counted", Counted.class)
                .add("Noise", Noise.class)
                .build();
        List<Long> handled = Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newCachedThreadPool();
        try (EventStore store = EventStore.builder(types).on(kind.open());
                Subscriptions one = Subscriptions.of(store, "one", Duration.ofSeconds(4), Duration.ofMillis(100));
                Subscriptions two = Subscriptions.of(store, "two", Duration.ofSeconds(4), Duration.ofMillis(100))) {
            store.ensureIndexes();
            Subscription first = counting(one, handled);
            Subscription second = counting(two, handled);
            first.start(threads);
            List<Future<Position>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                writers.add(threads.submit(() -> write(store, number)));
            }
            first.awaitPassed(writers.get(0).get(), LONG);
            second.start(threads);
            first.close();
            Position last = Position.START;
            for (Future<Position> writer : writers) {
                Position end = writer.get();
                last = end.compareTo(last) > 0 ? end : last;
            }
            second.awaitPassed(last, LONG);
            assertEquals(WRITERS * EACH, new HashSet<>(handled).size(), "events that were handled");
            assertEquals(handled.stream().sorted().toList(), List.copyOf(handled), "the order, and none twice");
            assertTrue(second.status().get(0).lag().isZero());
        } finally {
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
        }
    }

    private static Subscription counting(Subscriptions process, List<Long> handled) {
        return process.named("counting")
                .matching(EventQuery.types("Counted"))
                .from(Start.BEGINNING)
                .handle((event, lease) -> handled.add(event.position().value()));
    }

    private static Position write(EventStore store, int writer) {
        StreamId stream = StreamId.of("counter", Integer.toString(writer));
        Position last = Position.START;
        for (int i = 0; i < EACH; i++) {
            last = store.append(
                            stream,
                            ExpectedVersion.any(),
                            NewEvent.of(new Counted(writer, i)),
                            NewEvent.of(new Noise()))
                    .position();
        }
        return last;
    }
}
