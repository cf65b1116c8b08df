package org.synapse4j.mongofixture;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.synapse4j.api.AppendResult;

/** An append in a thread of its own, which can be interrupted. */
final class Call {
    private final CompletableFuture<AppendResult> outcome = new CompletableFuture<>();
    private final Thread thread;

    private Call(Supplier<AppendResult> append) {
        thread = new Thread(
                () -> {
                    try {
                        outcome.complete(append.get());
                    } catch (RuntimeException e) {
                        outcome.completeExceptionally(e);
                    }
                },
                "append");
        thread.setDaemon(true);
    }

    static Call of(Supplier<AppendResult> append) {
        Call call = new Call(append);
        call.thread.start();
        return call;
    }

    void interrupt() {
        thread.interrupt();
    }

    AppendResult result() {
        return outcome.join();
    }

    /** Waits until it has failed; an IllegalStateException if it does not. */
    Throwable failure() {
        try {
            return new IllegalStateException("It did not fail, but was stored: " + outcome.join());
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        }
    }

    /** Waits until it has ended, however that may be. */
    void end() {
        outcome.exceptionally(failure -> null).join();
    }
}
