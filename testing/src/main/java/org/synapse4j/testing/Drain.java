package org.synapse4j.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.subscriptions.internal.Turns;

/** Gives subscriptions turns, in the order in which they were opened. For one thread. */
final class Drain implements Turns {
    private final TestClock clock;
    private final Map<SubscriptionName, Turn> turns = new LinkedHashMap<>();

    /** Whether a turn is under way: its handler may wait for others, but none is given a turn within another's. */
    private boolean draining;

    Drain(TestClock clock) {
        this.clock = clock;
    }

    @Override
    public LongSupplier nanos() {
        return clock::nanos;
    }

    @Override
    public void opened(SubscriptionName name, Turn turn) {
        turns.put(name, turn);
    }

    @Override
    public void closed(SubscriptionName name) {
        turns.remove(name);
    }

    @Override
    public void drain() {
        if (!draining) {
            round();
        }
    }

    List<SubscriptionName> names() {
        return List.copyOf(turns.keySet());
    }

    /** Gives each a turn, and throws what the first of them threw that failed. */
    void round() {
        draining = true;
        Throwable thrown = null;
        try {
            for (Turn turn : List.copyOf(turns.values())) {
                Optional<Throwable> failed = turn.take();
                thrown = thrown == null ? failed.orElse(null) : thrown;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new OperationInterruptedException("a drain of subscriptions", interrupted);
        } finally {
            draining = false;
        }
        tell(thrown);
    }

    private static void tell(@Nullable Throwable thrown) {
        if (thrown instanceof RuntimeException failure) {
            throw failure;
        }
        if (thrown instanceof Error failure) {
            throw failure;
        }
        if (thrown != null) {
            throw new AssertionError("A handler failed", thrown);
        }
    }
}
