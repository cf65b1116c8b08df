package org.synapse4j.mongocommon.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each thread gets the result of a call that began after it asked, and no more calls are made than that needs. */
@Timeout(60)
class SharedCallTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicInteger begun = new AtomicInteger();
    private final Semaphore mayEnd = new Semaphore(0);
    private final SharedCall<Integer> calls = new SharedCall<>(this::numbered, LONG);

    @Test
    void whoIsAloneMakesEachCall() {
        mayEnd.release(2);
        assertEquals(1, calls.get());
        assertEquals(2, calls.get());
    }

    @Test
    void thoseWhoAskDuringOneShareTheNext() throws InterruptedException {
        Asking first = Asking.of(calls);
        awaitBegun(1);
        Asking second = Asking.of(calls).untilItWaits();
        Asking third = Asking.of(calls).untilItWaits();
        mayEnd.release();
        assertEquals(1, first.result.join());
        awaitBegun(2);
        assertFalse(second.result.isDone() || third.result.isDone());
        mayEnd.release();
        assertEquals(2, second.result.join());
        assertEquals(2, third.result.join());
        assertEquals(2, begun.get());
    }

    @Test
    void aCallThatFailsFailsForWhoMadeItOnly() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        SharedCall<Integer> failing = new SharedCall<>(
                () -> {
                    int number = made.incrementAndGet();
                    mayEnd.acquireUninterruptibly();
                    if (number == 1) {
                        throw new IllegalStateException("the first");
                    }
                    return number;
                },
                LONG);
        Asking first = Asking.of(failing);
        while (made.get() == 0) {
            Thread.onSpinWait();
        }
        Asking second = Asking.of(failing).untilItWaits();
        mayEnd.release(2);
        CompletionException failure = assertThrows(CompletionException.class, first.result::join);
        assertInstanceOf(IllegalStateException.class, failure.getCause());
        assertEquals(2, second.result.join());
    }

    @Test
    void whoWaitsForAnotherWaitsNoLongerThanThePatience() throws InterruptedException {
        SharedCall<Integer> impatient = new SharedCall<>(this::numbered, Duration.ofMillis(50));
        Asking first = Asking.of(impatient);
        awaitBegun(1);
        assertThrows(MongoTimeoutException.class, impatient::get);
        mayEnd.release();
        assertEquals(1, first.result.join());
    }

    @Test
    void whoIsInterruptedWhileAnotherCallsIsToldSo() throws InterruptedException {
        Asking first = Asking.of(calls);
        awaitBegun(1);
        Thread.currentThread().interrupt();
        assertThrows(MongoInterruptedException.class, calls::get);
        assertTrue(Thread.interrupted());
        mayEnd.release();
        assertEquals(1, first.result.join());
    }

    private int numbered() {
        int number = begun.incrementAndGet();
        mayEnd.acquireUninterruptibly();
        return number;
    }

    private void awaitBegun(int count) {
        while (begun.get() < count) {
            Thread.onSpinWait();
        }
    }

    /** A thread that asks. */
    private record Asking(Thread thread, CompletableFuture<Integer> result) {
        static Asking of(SharedCall<Integer> calls) {
            CompletableFuture<Integer> result = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    result.complete(calls.get());
                } catch (RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            return new Asking(thread, result);
        }

        Asking untilItWaits() throws InterruptedException {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
            return this;
        }
    }
}
