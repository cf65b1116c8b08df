package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A fault, from its planning to the last time it happens. */
final class PlannedFault implements HoldingFault {
    private final FaultSchedule schedule;
    private final Trigger trigger;
    private final FaultKind kind;
    private final int number;
    private final Duration delay;
    private final List<String> labels;
    private final CountDownLatch released = new CountDownLatch(1);
    private final Deque<Request> late = new ArrayDeque<>();
    private int fired;
    private boolean cancelled;
    /** Guarded by the schedule. */
    private int until;
    /** Guarded by the schedule. */
    private int left;

    PlannedFault(
            FaultSchedule schedule, Trigger trigger, FaultKind kind, int number, Duration delay, List<String> labels) {
        this.schedule = schedule;
        this.trigger = trigger;
        this.kind = kind;
        this.number = number;
        this.delay = delay;
        this.labels = labels;
        this.until = trigger.k();
        this.left = trigger.times();
    }

    FaultKind kind() {
        return kind;
    }

    /** The error code, or how many statements. */
    int number() {
        return number;
    }

    /** Of an error. */
    List<String> labels() {
        return labels;
    }

    /** Whether it strikes what this statement writes. */
    boolean strikes(Document statement) {
        return trigger.writes(statement);
    }

    /** Called by the schedule for each command: whether this fault is due at it. */
    boolean counts(Request request) {
        if (!trigger.fits(request)) {
            return false;
        }
        until = Math.max(0, until - 1);
        return until == 0;
    }

    /** Called by the schedule when it happens: whether it happens for the last time. */
    boolean isLast() {
        return --left == 0;
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** It happens, even if it is cancelled by now. */
    synchronized void fire() {
        fired++;
        notifyAll();
    }

    /** Whether it happens: unless it was cancelled after it became due. */
    synchronized boolean fireUnlessCancelled() {
        if (!cancelled) {
            fire();
        }
        return !cancelled;
    }

    void delayOrHold() throws InterruptedException {
        if (!fireUnlessCancelled()) {
            return;
        }
        if (kind != FaultKind.DELAY) {
            released.await();
        } else if (released.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
            // Cancelled: goes on at once.
            return;
        }
    }

    /** Keeps the command, to be executed when it is released, unless the fault was cancelled. Returns whether it does. */
    boolean keep(Request request) {
        synchronized (late) {
            if (!fireUnlessCancelled()) {
                return false;
            }
            late.add(request);
        }
        if (released.getCount() == 0) {
            deliver();
        }
        return true;
    }

    @Override
    public synchronized int fired() {
        return fired;
    }

    @Override
    public synchronized boolean awaitFired(int times, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (fired < times) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    @Override
    public void release() {
        // First, so that what is kept from now on is delivered by who keeps it.
        released.countDown();
        deliver();
    }

    @Override
    public void cancel() {
        forbid();
        letGo();
    }

    /** The first half of a cancellation: it does not happen any more. */
    synchronized void forbid() {
        cancelled = true;
    }

    /** The second half: what it has in hand goes. */
    void letGo() {
        schedule.remove(this);
        released.countDown();
        synchronized (late) {
            late.clear();
        }
    }

    private void deliver() {
        synchronized (late) {
            while (!late.isEmpty()) {
                schedule.execute(late.element());
                late.remove();
            }
        }
    }
}
