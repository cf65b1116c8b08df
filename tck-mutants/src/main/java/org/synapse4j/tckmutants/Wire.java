package org.synapse4j.tckmutants;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.tck.fixture.FaultInjection;

/** The connection of one {@link ProcessStorage} to its data. It breaks when it is told to. */
final class Wire implements FaultInjection {
    /** A fault that strikes one append. */
    @FunctionalInterface
    private interface Fault {
        AppendResult strike(Supplier<AppendResult> write);
    }

    /** Whether what was sent has arrived is not known. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost() {
            super("connection lost");
        }
    }

    /** The process is to die after so many writes; it knows itself how many its commit takes. */
    static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** How many writes reached the data. */
        final int writes;

        Died(int writes) {
            super("the process died after " + writes + " writes");
            this.writes = writes;
        }
    }

    private static final int NONE = -1;

    private final AtomicReference<@Nullable Fault> next = new AtomicReference<>();
    private volatile boolean out;

    /** How many writes of the next removal reach the data before the process dies; no fault where it is negative. */
    private final AtomicInteger removal = new AtomicInteger(NONE);

    private final AtomicBoolean cursorLost = new AtomicBoolean();

    /** Returns, unless the process is to die in this removal. */
    void requireAlive() {
        int writes = removal.getAndSet(NONE);
        if (writes != NONE) {
            throw new Died(writes);
        }
    }

    /** Whether the data have forgotten a read that asks for more. */
    boolean hasLostCursor() {
        return cursorLost.getAndSet(false);
    }

    /** Sends a write to the data and brings back its answer, if no fault strikes. */
    AppendResult send(Supplier<AppendResult> write) {
        requireReachable();
        Fault fault = next.getAndSet(null);
        return fault == null ? write.get() : fault.strike(write);
    }

    /** Returns if the data can be reached. */
    void requireReachable() {
        if (out) {
            throw new StorageUnavailableException("The data are out of reach", null);
        }
    }

    @Override
    public void loseConnectionBeforeWrite() {
        next.set(write -> {
            throw new Lost();
        });
    }

    @Override
    public void loseAnswer() {
        next.set(write -> {
            unanswered(write);
            throw new Lost();
        });
    }

    @Override
    public void vanishAfterWrite() {
        next.set(write -> {
            unanswered(write);
            out = true;
            throw new Lost();
        });
    }

    @Override
    public void comeBack() {
        out = false;
    }

    @Override
    public void dieAfter(int writes) {
        next.set(write -> {
            throw new Died(writes);
        });
    }

    @Override
    public void dieInRemovalAfter(int writes) {
        removal.set(writes);
    }

    @Override
    public void loseCursor() {
        cursorLost.set(true);
    }

    @Override
    public Stall stall() {
        Halt halt = new Halt();
        next.set(write -> {
            halt.here();
            return write.get();
        });
        return halt;
    }

    private static void unanswered(Supplier<AppendResult> write) {
        try {
            var unused = write.get();
        } catch (SynapseException lostToo) {
            // A refusal is an answer as any other.
        }
    }

    private static final class Halt implements Stall {
        private final CountDownLatch halted = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        void here() {
            halted.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OperationInterruptedException("append, before anything reached the data", e);
            }
        }

        @Override
        public void awaitHalted() throws InterruptedException {
            halted.await();
        }

        @Override
        public void release() {
            released.countDown();
        }
    }
}
