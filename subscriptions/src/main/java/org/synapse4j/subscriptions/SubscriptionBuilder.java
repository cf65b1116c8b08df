package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.InvalidValueException;

/** A subscription to be put together. Where it {@linkplain #from starts} has to be said. For one thread. */
public final class SubscriptionBuilder {
    private final Shared shared;
    private final SubscriptionName name;
    private EventQuery query = EventQuery.all();
    private @Nullable Start start;
    private int partitions = 1;
    private Function<StoredEvent, String> key = Keys.STREAMS.key();
    private FailurePolicy onFailure = FailurePolicy.DEFAULT;
    private int checkpointEvents = 100;
    private Duration checkpointTime = Duration.ofSeconds(1);
    private Optional<Duration> handlerTimeout = Optional.empty();

    SubscriptionBuilder(Shared shared, SubscriptionName name) {
        this.shared = shared;
        this.name = name;
    }

    /** Which events; all where nothing is said. Stored with the checkpoint: another query under the same name is refused when it is run. */
    public SubscriptionBuilder matching(EventQuery wanted) {
        query = Objects.requireNonNull(wanted, "query");
        return this;
    }

    /** Where it begins while it has no checkpoint. */
    public SubscriptionBuilder from(Start where) {
        start = Objects.requireNonNull(where, "start");
        return this;
    }

    /**
     * How many partitions it has; one where nothing is said. Each process works on its share of them, so several are at work at once; events of one
     * {@linkplain #keyedBy key} are handled in order, by one process at a time. The number is stored: another one is refused when it is run, until the
     * subscription was {@linkplain Subscriptions#rescale rescaled}.
     *
     * @throws InvalidValueException if it is below 1 or above 1,024
     */
    public SubscriptionBuilder partitions(int number) {
        partitions = Keys.requireNumber(number);
        return this;
    }

    /**
     * By what events are kept in order beside others; by stream where nothing is said. It has to be the same in every process and for ever, so it may
     * look at what is stored of an event only. Where it throws, or gives null, more than 1,000 characters, NUL or half a character, the event's stream is taken.
     */
    public SubscriptionBuilder keyedBy(Function<StoredEvent, String> keyOfEvent) {
        key = Objects.requireNonNull(keyOfEvent, "key");
        return this;
    }

    /** What becomes of an event whose handler throws; {@link FailurePolicy#DEFAULT} where nothing is said. */
    public SubscriptionBuilder onFailure(FailurePolicy policy) {
        onFailure = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Saves after this many events, after this time if an event was handled since, and when it has caught up; 100 and 1 s where nothing is said. What is not saved is handled
     * again after a crash. Where nothing matches, how far the read looked is saved with each renewal of the lease.
     *
     * @throws InvalidValueException if the number is below 1, or the time negative
     */
    public SubscriptionBuilder checkpointEvery(int events, Duration time) {
        if (events < 1 || time.isNegative()) {
            throw new InvalidValueException("checkpoint", "is every " + events + " events or " + time);
        }
        checkpointEvents = events;
        checkpointTime = time;
        return this;
    }

    /**
     * For how long the lease is renewed while the handler is at work on one event. After that it runs out, and another process takes it, while the
     * handler here may still be at work: {@link Lease#held()} tells it. Where nothing is said, the lease is kept as long as the process lives.
     */
    public SubscriptionBuilder handlerTimeout(Duration most) {
        handlerTimeout = Optional.of(most);
        return this;
    }

    /**
     * The subscription, not running yet.
     *
     * @throws ConfigurationException if nobody said where it starts, or one of its name is open in this process
     */
    public Subscription handle(EventHandler handler) {
        Objects.requireNonNull(handler, "handler");
        return build(1, (events, lease) -> handler.handle(events.get(0), lease));
    }

    /**
     * The subscription, not running yet, of a handler that takes several events at once: as many as there are, up to this number.
     *
     * @throws ConfigurationException as {@link #handle}
     * @throws InvalidValueException if the number is below 1
     */
    public Subscription handleBatches(int most, BatchHandler handler) {
        Objects.requireNonNull(handler, "handler");
        if (most < 1) {
            throw new InvalidValueException("batch", "is of " + most + " events; the least allowed is 1");
        }
        return build(most, handler);
    }

    private Subscription build(int batch, BatchHandler handler) {
        if (start == null) {
            throw new ConfigurationException(
                    "Subscription " + name + " does not say where it starts.",
                    List.of(
                            "from(Start.BEGINNING)",
                            "from(Start.NOW)",
                            "from(Start.after(position))",
                            "from(Start.since(time))"));
        }
        Subscription subscription = new Subscription(
                shared,
                new SubscriptionSettings(
                        name,
                        query,
                        start,
                        new Keys(key, partitions),
                        onFailure,
                        checkpointEvents,
                        checkpointTime,
                        handlerTimeout,
                        batch),
                handler);
        if (shared.running().putIfAbsent(name, subscription::close) != null) {
            throw new ConfigurationException(
                    "A subscription named " + name + " is open in this process: close it, or take another name.",
                    List.of());
        }
        subscription.open();
        return subscription;
    }
}
