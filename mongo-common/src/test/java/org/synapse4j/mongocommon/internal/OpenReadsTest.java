package org.synapse4j.mongocommon.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Reads that are lost are ended and told, and no others. */
class OpenReadsTest {
    private record Told(String message, @Nullable Throwable place) {}

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger held = new AtomicInteger();
    private final OpenReads reads = new OpenReads((message, place) -> told.add(new Told(message, place)));

    @AfterEach
    void noPlaces() {
        System.clearProperty(OpenReads.PLACES);
    }

    @Test
    @DisplayName("Of lost reads all are ended, and one is told")
    void lost() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            assertEquals(1, open().next());
        }
        assertEquals(3, held.get());
        collectUntil(() -> held.get() == 0);
        assertEquals(1, told.size());
        assertTrue(told.get(0).message().startsWith("A read of numbers was neither closed"), told::toString);
        assertTrue(told.get(0).message().contains("synapse4j.readPlaces=true"), told::toString);
        assertNull(told.get(0).place());
    }

    @Test
    @DisplayName("Where it is asked for, each place where lost reads began is told once")
    void places() throws InterruptedException {
        System.setProperty(OpenReads.PLACES, "true");
        for (int i = 0; i < 3; i++) {
            open().next();
        }
        elsewhere();
        collectUntil(() -> held.get() == 0);
        assertEquals(2, told.size(), told::toString);
        assertEquals(1, told.stream().filter(one -> began(one, "elsewhere")).count());
        assertEquals(2, told.stream().filter(one -> began(one, "places")).count());
    }

    private static boolean began(Told one, String method) {
        Throwable place = Objects.requireNonNull(one.place());
        return Stream.of(place.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    private void elsewhere() {
        open().next();
    }

    @Test
    @DisplayName("A read that was closed, came to its end or never began is not told")
    void notLost() throws InterruptedException {
        try (FetchingCursor<Integer> closed = open()) {
            closed.next();
        }
        open().forEachRemaining(number -> {});
        FetchingCursor<Integer> limited = open(1);
        limited.next();
        assertFalse(limited.hasNext());
        open();
        assertEquals(0, held.get());
        for (int i = 0; i < 20; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(List.of(), told);
    }

    @Test
    @DisplayName("The end of a storage ends all reads, and waits for a silent server until the deadline only")
    void close() throws InterruptedException {
        List<FetchingCursor<Integer>> left = List.of(open(), open(), open());
        left.forEach(FetchingCursor::next);
        CountDownLatch silent = new CountDownLatch(1);
        OpenReads.Read waits = () -> {
            try {
                silent.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        reads.begun(waits);
        long began = System.nanoTime();
        reads.close(Deadline.in(Duration.ofMillis(200)));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        assertTrue(millis >= 150 && millis < 5_000, () -> millis + " ms");
        silent.countDown();
        for (int i = 0; held.get() > 0 && i < 1_000; i++) {
            Thread.sleep(10);
        }
        assertEquals(0, held.get());
        left.forEach(FetchingCursor::close);
    }

    private FetchingCursor<Integer> open() {
        return open(3);
    }

    private FetchingCursor<Integer> open(long limit) {
        return new FetchingCursor<>(
                "numbers", new Numbers(held), limit, new Calls(() -> {}, Duration.ofSeconds(10), reads));
    }

    private static void collectUntil(BooleanSupplier so) throws InterruptedException {
        for (int i = 0; !so.getAsBoolean(); i++) {
            assertTrue(i < 1_000, "what is lost was not found");
            System.gc();
            Thread.sleep(10);
        }
    }

    /** Two numbers, one at a time; counted among what is held from the first one on. */
    private static final class Numbers implements FetchingCursor.Source<Integer> {
        private final AtomicInteger held;
        private int fetched;
        private boolean holds;

        Numbers(AtomicInteger held) {
            this.held = held;
        }

        @Override
        public boolean fetch(Deque<Integer> ready, long left) {
            if (!holds) {
                holds = true;
                held.incrementAndGet();
            }
            ready.add(++fetched);
            return fetched < 2;
        }

        @Override
        public void release() {
            if (holds) {
                holds = false;
                held.decrementAndGet();
            }
        }
    }
}
