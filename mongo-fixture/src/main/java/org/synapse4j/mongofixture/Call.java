package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.HoldingFault;

/** A call, usually an append, in a thread of its own, which can be interrupted. */
final class Call<T> {
    /** Above the deadline of every storage. */
    private static final int LIMIT_SECONDS = 60;

    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final Thread thread;

    private Call(Supplier<T> call) {
        thread = new Thread(() -> {
            try {
                outcome.complete(call.get());
            } catch (RuntimeException | Error e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
    }

    static <T> Call<T> of(Supplier<T> body) {
        Call<T> call = new Call<>(body);
        call.thread.start();
        call.outcome.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
        return call;
    }

    /** Starts it, and waits until it waits in turn: for another thread to write. */
    static <T> Call<T> waiting(Supplier<T> body) throws InterruptedException {
        Call<T> call = of(body);
        Bench.await(call::waitsForAnother, () -> "an append that waits for another one");
        return call;
    }

    /** Starts it, and waits until the server holds it there. */
    static <T> Call<T> heldBy(HoldingFault fault, Supplier<T> body) throws InterruptedException {
        Call<T> call = of(body);
        assertTrue(fault.awaitFired(1, Bench.LONG));
        return call;
    }

    /** The result, or the error; a TimeoutException if there is none in time. */
    CompletableFuture<T> outcome() {
        return outcome;
    }

    boolean isDone() {
        return outcome.isDone();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Whether it waits, for a time, and has noticed that it was interrupted. */
    boolean waits() {
        return thread.getState() == Thread.State.TIMED_WAITING && !thread.isInterrupted();
    }

    /** Whether its thread is parked by a storage of ours, not by the driver. */
    private boolean waitsForAnother() {
        Object blocker = LockSupport.getBlocker(thread);
        return blocker != null
                && blocker.getClass().getProtectionDomain().equals(MongoStorage.class.getProtectionDomain());
    }

    T result() {
        return outcome.join();
    }

    /** Waits until it has failed; an IllegalStateException if it does not. */
    Throwable failure() {
        try {
            return new IllegalStateException("It did not fail, but returned: " + outcome.join());
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        }
    }

    /** Waits until it has ended; whether it failed. */
    boolean fails() {
        return outcome.handle((result, error) -> error != null).join();
    }

    /** Waits until it has ended, however that may be. */
    void end() {
        assertFalse(failure() instanceof TimeoutException, "It does not end");
    }
}
