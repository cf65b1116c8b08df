package org.synapse4j.subscriptions;

import java.util.ArrayList;
import java.util.Collection;
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
 * One read of the feed for all partitions that are at about the same place. It works in slices, so that lanes get on beside each other. For one
 * thread.
 */
final class Lane {
    private static final int SLICE_EVENTS = 1_000;
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Shared shared;
    private final SubscriptionSettings settings;
    private final Map<Integer, Partition> members = new TreeMap<>();

    /** Up to where all was offered to the members; none of them has passed less, but for what it keeps for a batch. */
    private Position position;

    /** When it goes on after an event that failed. */
    private long notBefore;

    private boolean atEnd;
    private @Nullable EventStream read;

    Lane(Shared shared, SubscriptionSettings settings, Partition first, long pause) {
        this.shared = shared;
        this.settings = settings;
        this.position = first.keeper().passed();
        this.notBefore = shared.clock().getAsLong() + pause;
        join(first);
    }

    void join(Partition partition) {
        partition.begin();
        members.put(partition.number(), partition);
    }

    Collection<Partition> members() {
        return members.values();
    }

    Position position() {
        return position;
    }

    /** Whether it has read up to the end of the feed. */
    boolean atEnd() {
        return atEnd;
    }

    /** How long until it goes on; not positive where it may. */
    long pause() {
        return notBefore - shared.clock().getAsLong();
    }

    /** Forgets partitions whose lease is lost. */
    void dropLost() {
        members.values().removeIf(partition -> !partition.keeper().has());
    }

    /** Takes the members of another lane, which is as far as this one or farther: what they have passed is not given to them again. */
    void absorb(Lane other) {
        other.close();
        other.members.forEach((number, partition) -> members.put(number, partition));
    }

    /**
     * Offers the next events.
     *
     * @return the members that begin again
     */
    List<Partition> advance(BooleanSupplier closing) throws InterruptedException {
        List<Partition> behind = new ArrayList<>();
        EventStream events = read == null ? open() : read;
        read = events;
        atEnd = false;
        long began = shared.clock().getAsLong();
        Position offered = position;
        for (int count = 0; !members.isEmpty() && !closing.getAsBoolean(); count++) {
            boolean over = count >= SLICE_EVENTS || shared.clock().getAsLong() - began > SLICE_NANOS;
            // Between the parts of one stored event a slice does not end: who joins there would miss those before.
            if (over && count > 0 && position.compareTo(offered) >= 0) {
                break;
            }
            if (!events.hasNext()) {
                events.looked().ifPresent(looked -> position = looked);
                atEnd = true;
                break;
            }
            StoredEvent event = events.next();
            offer(event, events.looked().orElse(position), behind);
            offered = event.position();
        }
        for (Partition member : List.copyOf(members.values())) {
            member.looked(position);
            if (atEnd) {
                went(member, member.caughtUp(), behind);
                member.looked(position);
            }
        }
        if (atEnd || members.isEmpty()) {
            close();
        }
        return behind;
    }

    /** Ends the read; the next one begins where this one was. */
    void close() {
        EventStream open = read;
        read = null;
        if (open != null) {
            open.close();
        }
    }

    private EventStream open() {
        return shared.store().feed(FeedRead.forwards().after(position).matching(settings.query()));
    }

    private void offer(StoredEvent event, Position looked, List<Partition> behind) throws InterruptedException {
        Keys keys = settings.keys();
        Partition partition = members.get(keys.partitions() == 1 ? 0 : keys.partition(keys.of(event)));
        if (partition != null) {
            went(partition, partition.offer(event, looked), behind);
        }
        position = looked;
    }

    private void went(Partition partition, Partition.Next next, List<Partition> behind) {
        if (next != Partition.Next.GOES_ON) {
            members.remove(partition.number());
        }
        if (next == Partition.Next.BEGINS_AGAIN) {
            behind.add(partition);
        }
    }
}
