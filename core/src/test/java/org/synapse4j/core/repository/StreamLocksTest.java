package org.synapse4j.core.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.core.errors.LockTimeoutException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.faults.History;
import org.synapse4j.core.faults.History.Outcome;

/** Locks of streams: who gets one, when, and what is left. */
class StreamLocksTest {
    private static final StreamId ADA = StreamId.of("account", "ada");
    private static final StreamId BOB = StreamId.of("account", "bob");

    private final StreamLocks locks = new StreamLocks(Duration.ofSeconds(30));
    private final StreamLocks hasty = new StreamLocks(Duration.ofMillis(20));

    @Test
    @DisplayName("an owner has a lock once, however often it asks, and nothing is left when it gives it back")
    void owner() {
        locks.lock(ADA, "a");
        locks.lock(ADA, "a");
        locks.lock(BOB, "b");
        assertEquals(2, locks.size());
        locks.unlock(ADA, "a");
        locks.unlock(BOB, "b");
        assertEquals(0, locks.size());
        assertThrows(MisuseException.class, () -> locks.unlock(ADA, "a"));
    }

    @Test
    @DisplayName("who waits for too long is told, and is in nobody's way afterwards; only the owner gives a lock back")
    void timeout() {
        hasty.lock(ADA, "a");
        assertEquals(ADA, assertThrows(LockTimeoutException.class, () -> hasty.lock(ADA, "b")).stream());
        assertThrows(MisuseException.class, () -> hasty.unlock(ADA, "b"));
        hasty.unlock(ADA, "a");
        assertEquals(0, hasty.size());
    }

    @Test
    @DisplayName("an interrupt ends the waiting, and stays to be seen")
    void interrupt() {
        locks.lock(ADA, "a");
        Thread.currentThread().interrupt();
        assertThrows(OperationInterruptedException.class, () -> locks.lock(ADA, "b"));
        assertTrue(Thread.interrupted());
        locks.unlock(ADA, "a");
        assertEquals(0, locks.size());
    }

    @Test
    @DisplayName("who waits longest is next")
    void fair() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        locks.lock(ADA, "first");
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                Object owner = new Object();
                locks.lock(ADA, owner);
                order.add(number);
                locks.unlock(ADA, owner);
            });
            thread.start();
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            threads.add(thread);
        }
        locks.unlock(ADA, "first");
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(0, 1, 2, 3, 4), order);
    }

    @Test
    @DisplayName("two that wait for each other end by the timeout, and many threads leave no lock behind")
    void many() throws Exception {
        StreamLocks few = new StreamLocks(Duration.ofMillis(50));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                for (int j = 0; j < 50; j++) {
                    Object owner = new Object();
                    boolean adaFirst = ThreadLocalRandom.current().nextBoolean();
                    List<StreamId> held = new ArrayList<>();
                    try {
                        for (StreamId stream : adaFirst ? List.of(ADA, BOB) : List.of(BOB, ADA)) {
                            few.lock(stream, owner);
                            held.add(stream);
                        }
                        if (inside.incrementAndGet() > 1) {
                            overlaps.incrementAndGet();
                        }
                        inside.decrementAndGet();
                    } catch (LockTimeoutException e) {
                        // Another round.
                    } finally {
                        held.forEach(stream -> few.unlock(stream, owner));
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, overlaps.get());
        assertEquals(0, few.size());
    }

    private record Want(int owner, StreamId stream, boolean lock) {}

    private static Outcome<Map<StreamId, Integer>, Boolean> alone(Map<StreamId, Integer> owners, Want want) {
        boolean others = owners.containsKey(want.stream()) && owners.get(want.stream()) != want.owner();
        Map<StreamId, Integer> next = new HashMap<>(owners);
        if (!others && want.lock()) {
            next.put(want.stream(), want.owner());
        } else if (!others) {
            next.remove(want.stream());
        }
        return new Outcome<>(!others, next);
    }

    @Test
    @DisplayName(
            "what threads are told of locks is as if one had asked after the other: two never have one, and nobody waits for a free one")
    void histories() throws Exception {
        for (int round = 0; round < 100; round++) {
            StreamLocks shared = new StreamLocks(Duration.ofNanos(round * 5_000L));
            History<Want, Boolean> history = new History<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int owner = i;
                Object own = new Object();
                Thread thread = new Thread(() -> {
                    for (int j = 0; j < 4; j++) {
                        StreamId stream = ThreadLocalRandom.current().nextBoolean() ? ADA : BOB;
                        AtomicBoolean has = new AtomicBoolean();
                        history.call(new Want(owner, stream, true), () -> {
                            try {
                                shared.lock(stream, own);
                                has.set(true);
                            } catch (LockTimeoutException e) {
                                has.set(false);
                            }
                            return has.get();
                        });
                        if (has.get()) {
                            history.call(new Want(owner, stream, false), () -> {
                                shared.unlock(stream, own);
                                return true;
                            });
                        }
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertTrue(history.couldBeInTurn(Map.of(), StreamLocksTest::alone), history::toString);
            assertEquals(0, shared.size());
        }
    }
}
