package org.synapse4j.core.unitofwork;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.core.errors.MisuseException;

/** Lets one thread at a time into the calls of a nest of units, and no other wait. Thread-safe. */
final class Turns {
    private final ReentrantLock taken = new ReentrantLock();
    /** What was to be done while another thread was in a call: that one does it when it leaves. */
    private final Queue<Runnable> left = new ConcurrentLinkedQueue<>();

    /**
     * Does this now.
     *
     * @throws MisuseException if another thread is in a call
     */
    <R extends @Nullable Object> R take(Supplier<R> call) {
        if (!taken.tryLock()) {
            throw new MisuseException("Another thread is in a call of this unit of work; it is for one at a time");
        }
        try {
            return call.get();
        } finally {
            taken.unlock();
            doWhatIsLeft();
        }
    }

    /** Does this now; if another thread is in a call, when that has ended. */
    void takeOrLeave(Runnable call) {
        left.add(call);
        doWhatIsLeft();
    }

    private void doWhatIsLeft() {
        while (!left.isEmpty() && taken.tryLock()) {
            try {
                Runnable call = left.poll();
                if (call != null) {
                    call.run();
                }
            } finally {
                taken.unlock();
            }
        }
    }
}
