package org.synapse4j.core.process;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;

/**
 * Which timers are set, as far as it was told: a copy in memory of what streams say, to know what is due without asking. A timer too many does no
 * harm, since the instance is asked before it is fired. Thread-safe.
 */
final class Timers {
    /** A timer of an instance. */
    record Timer(StreamId instance, String name, Instant due) {
        static final Comparator<Timer> BY_TIME =
                Comparator.comparing(Timer::due).thenComparing(Timer::instance).thenComparing(Timer::name);
    }

    private record Told(Version version, Map<String, Instant> timers) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<StreamId, Told> told = new HashMap<>();
    /** How often something was told. */
    private long changes;

    private final TreeSet<Timer> byTime = new TreeSet<>(Timer.BY_TIME);

    /** Tells which timers an instance has at a version; what is older than what was told before changes nothing. */
    void tell(StreamId instance, Version version, Map<String, Instant> timers) {
        lock.lock();
        try {
            Told before = told.get(instance);
            if (before != null && before.version.compareTo(version) > 0) {
                return;
            }
            if (before != null) {
                before.timers.forEach((name, due) -> byTime.remove(new Timer(instance, name, due)));
            }
            if (timers.isEmpty()) {
                told.remove(instance);
            } else {
                told.put(instance, new Told(version, Map.copyOf(timers)));
                timers.forEach((name, due) -> byTime.add(new Timer(instance, name, due)));
            }
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells that a timer needs no care any more. */
    void done(Timer timer) {
        lock.lock();
        try {
            byTime.remove(timer);
        } finally {
            lock.unlock();
        }
    }

    List<Timer> due(Instant now) {
        lock.lock();
        try {
            List<Timer> due = new ArrayList<>();
            for (Timer timer : byTime) {
                if (timer.due().isAfter(now)) {
                    break;
                }
                due.add(timer);
            }
            return due;
        } finally {
            lock.unlock();
        }
    }

    /** When the first one is due. */
    Optional<Instant> next() {
        lock.lock();
        try {
            return byTime.isEmpty()
                    ? Optional.empty()
                    : Optional.of(byTime.first().due());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something is told, at most this long. */
    void awaitChange(long millis) throws InterruptedException {
        lock.lock();
        try {
            long seen = changes;
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            while (nanos > 0 && changes == seen) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    void wake() {
        lock.lock();
        try {
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void forget() {
        lock.lock();
        try {
            told.clear();
            byTime.clear();
        } finally {
            lock.unlock();
        }
    }
}
