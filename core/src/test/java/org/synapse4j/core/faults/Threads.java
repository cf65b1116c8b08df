package org.synapse4j.core.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Assertions;

/** Threads that begin at once, and end within a minute, without an error. */
final class Threads {
    private Threads() {}

    static void together(int count, IntConsumer doing) throws Exception {
        ExecutorService platform = Executors.newFixedThreadPool(count);
        try {
            together(platform, count, doing);
        } finally {
            platform.shutdownNow();
        }
    }

    /** The same on virtual threads, which a Java before 21 does not have. */
    static void togetherOnVirtual(int count, IntConsumer doing) throws Exception {
        ExecutorService virtual = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        try {
            together(virtual, count, doing);
        } finally {
            virtual.shutdownNow();
        }
    }

    private static void together(ExecutorService executor, int count, IntConsumer doing) throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(count);
        Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            executor.execute(() -> {
                try {
                    begin.await();
                    doing.accept(number);
                } catch (Throwable e) {
                    errors.add(e);
                } finally {
                    ended.countDown();
                }
            });
        }
        begin.countDown();
        assertTrue(ended.await(60, TimeUnit.SECONDS), () -> ended.getCount() + " of the threads have not ended");
        List<Throwable> all = new ArrayList<>(errors);
        assertEquals(List.of(), all, () -> "for instance " + trace(all));
    }

    private static String trace(List<Throwable> errors) {
        return errors.isEmpty()
                ? ""
                : Assertions.assertDoesNotThrow(() -> {
                    java.io.StringWriter text = new java.io.StringWriter();
                    errors.get(0).printStackTrace(new java.io.PrintWriter(text));
                    return text.toString();
                });
    }
}
