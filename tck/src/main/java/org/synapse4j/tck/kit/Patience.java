package org.synapse4j.tck.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/**
 * Runs what may never end, and waits for a bounded time only. Its threads are daemons, so that one that hangs keeps nobody.
 *
 * @param bound how long one call may take
 */
public record Patience(Duration bound) {
    /** The work of one of several threads. */
    @FunctionalInterface
    public interface Share<T> {
        /** Does the share of the thread with this number, counted from 0. */
        T run(int thread) throws Exception;
    }

    /**
     * Runs the share in this many threads, which begin at the same instant, and returns what each returned, in their order. Throws
     * what the first of them threw that did; fails if they have not all ended after four times the bound.
     */
    public <T> List<T> together(int threads, Share<T> share) {
        CyclicBarrier start = new CyclicBarrier(threads);
        BlockingQueue<FutureTask<T>> ended = new LinkedBlockingQueue<>();
        List<FutureTask<T>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            FutureTask<T> task =
                    new FutureTask<>(() -> {
                        meet(start);
                        return share.run(thread);
                    }) {
                        @Override
                        protected void done() {
                            ended.add(this);
                        }
                    };
            running.add(task);
            begin(task);
        }
        try {
            long deadline = System.nanoTime() + bound.multipliedBy(4).toNanos();
            for (int i = 0; i < threads; i++) {
                FutureTask<T> next = ended.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw tooLate("One of " + threads + " threads", null);
                }
                result(next, 0, "A thread that has ended");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            running.forEach(task -> task.cancel(true));
        }
        return running.stream()
                .map(task -> result(task, 0, "A thread that has ended"))
                .toList();
    }

    /** Runs the call in a thread of its own and returns what it returned; fails if it has not ended within the bound. */
    public <T> T within(String what, Callable<T> call) {
        return result(started(call), bound.toNanos(), what);
    }

    /** Begins the call in a thread of its own. */
    public <T> FutureTask<T> started(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        begin(task);
        return task;
    }

    /** The value that the call returned, or the exception that it threw; fails if it has not ended within the bound. */
    public <T> T resultOf(String what, FutureTask<T> call) {
        return result(call, bound.toNanos(), what);
    }

    /** Asks again and again until it is so; fails with this message if it is not within the bound. */
    public void eventually(String otherwise, BooleanSupplier isSo) {
        long deadline = System.nanoTime() + bound.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                Assertions.fail(otherwise + " (waited " + bound + ")");
            }
            // Only so as not to ask without a pause: nothing depends on how long it is.
            LockSupport.parkNanos(500_000);
        }
    }

    private <T> T result(FutureTask<T> task, long nanos, String what) {
        try {
            return task.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (TimeoutException e) {
            task.cancel(true);
            throw tooLate(what, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private AssertionError tooLate(String what, @Nullable TimeoutException cause) {
        return new AssertionError(what + " has not ended in time (the bound is " + bound + ")", cause);
    }

    private static AssertionError interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new AssertionError("The rule itself was interrupted", cause);
    }

    private static void begin(Runnable task) {
        Thread thread = new Thread(task, "tck");
        thread.setDaemon(true);
        thread.start();
    }

    private static RuntimeException unchecked(@Nullable Throwable thrown) {
        if (thrown instanceof RuntimeException unchecked) {
            return unchecked;
        }
        throw thrown instanceof Error error ? error : new AssertionError(thrown);
    }

    private static void meet(CyclicBarrier start) throws InterruptedException {
        try {
            start.await();
        } catch (BrokenBarrierException e) {
            throw new AssertionError("A thread could not begin", e);
        }
    }
}
