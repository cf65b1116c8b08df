package org.synapse4j.subscriptions;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;

/**
 * One read of the feed for all parked keys of a process that are to be tried again, beside the read of what is new. A key is free once this read has
 * come to where its partition is. For one thread.
 */
final class ParkedRetry {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Shared shared;
    private final SubscriptionSettings settings;
    private final Map<Integer, Partition> members = new TreeMap<>();
    private Position position;
    private long notBefore;
    private int outages;
    private @Nullable EventStream read;

    ParkedRetry(Shared shared, SubscriptionSettings settings, List<Partition> partitions) {
        this.shared = shared;
        this.settings = settings;
        this.notBefore = shared.clock().getAsLong();
        partitions.forEach(partition -> members.put(partition.number(), partition));
        long first = partitions.stream()
                .flatMap(partition -> partition.parked().toBeTried(partition.number()).stream())
                .mapToLong(parked -> parked.first().value())
                .min()
                .orElse(1);
        this.position = Position.of(first - 1);
    }

    /** How long until it goes on; not positive where it may. */
    long pause() {
        return notBefore - shared.clock().getAsLong();
    }

    boolean isOver() {
        return members.isEmpty();
    }

    /** Tries the next events again. */
    void advance(BooleanSupplier closing) throws InterruptedException {
        members.values().removeIf(partition -> !partition.keeper().has());
        if (members.values().stream().anyMatch(Partition::isRescaled)) {
            notBefore = shared.clock().getAsLong() + SLICE_NANOS;
            return;
        }
        long began = shared.clock().getAsLong();
        while (!members.isEmpty() && !closing.getAsBoolean()) {
            EventStream events = read;
            if (events == null) {
                events = shared.store().feed(FeedRead.forwards().after(position).matching(settings.query()));
                read = events;
            }
            if (!events.hasNext()) {
                close();
                finish(events.looked().orElse(position));
                return;
            }
            StoredEvent event = events.next();
            if (!tried(event)) {
                close();
                notBefore = shared.clock().getAsLong()
                        + Math.max(settings.onFailure().pause(++outages), 1);
                return;
            }
            outages = 0;
            finish(Position.of(event.position().value() - 1));
            position = events.looked().orElse(position);
            if (shared.clock().getAsLong() - began > SLICE_NANOS) {
                return;
            }
        }
    }

    void close() {
        EventStream open = read;
        read = null;
        if (open != null) {
            open.close();
        }
    }

    /** Has the handler try this event, if its key is to be tried. False if the storage is out of reach. */
    private boolean tried(StoredEvent event) throws InterruptedException {
        String key = settings.keys().of(event);
        Partition partition = members.get(settings.keys().partition(key));
        return partition == null || partition.tryAgain(event, key);
    }

    /** Frees the keys of partitions that are no farther than this read. */
    private void finish(Position looked) {
        members.values().removeIf(partition -> {
            boolean there = looked.compareTo(partition.keeper().passed()) >= 0;
            if (there) {
                partition.free();
            }
            return there || partition.parked().toBeTried(partition.number()).isEmpty();
        });
    }
}
