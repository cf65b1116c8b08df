package org.synapse4j.mongofixture;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;
import org.synapse4j.mongoembedded.HoldingFault;

/** A call, usually an append, in a thread of its own, which can be interrupted. */
final class Call<T> {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final Thread thread;

    private Call(Supplier<T> call) {
        thread = new Thread(
                () -> {
                    try {
                        outcome.complete(call.get());
                    } catch (RuntimeException e) {
                        outcome.completeExceptionally(e);
                    }
                },
                "append");
        thread.setDaemon(true);
    }

    static <T> Call<T> of(Supplier<T> body) {
        Call<T> call = new Call<>(body);
        call.thread.start();
        return call;
    }

    /** Starts it, and waits until the server holds it there. */
    static <T> Call<T> heldBy(HoldingFault fault, Supplier<T> body) throws InterruptedException {
        Call<T> call = of(body);
        Assertions.assertTrue(fault.awaitFired(1, LONG));
        return call;
    }

    /** What comes of it. */
    CompletableFuture<T> outcome() {
        return outcome;
    }

    boolean isDone() {
        return outcome.isDone();
    }

    void interrupt() {
        thread.interrupt();
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

    /** Waits until it has ended, however that may be. */
    void end() {
        outcome.exceptionally(failure -> null).join();
    }
}
