package org.synapse4j.subscriptions;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.Position;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.StoredLease;

/**
 * Creates the leases of a subscription's partitions when it first runs, and again after it was deleted. The first partition's lease comes first: it settles
 * the query, the number of partitions, and the position at which all of them begin. Immutable.
 */
final class Preparation {
    private final EventStore store;
    private final LeaseStorage leases;
    private final SubscriptionSettings settings;

    Preparation(EventStore store, SubscriptionSettings settings) {
        this.store = store;
        this.leases = store.leases();
        this.settings = settings;
    }

    /** Adds the leases that are missing to those that were found; those of the partitions, or the first only where it is as somebody else wants it. */
    Map<Integer, StoredLease> complete(Map<Integer, StoredLease> found) {
        StoredLease first = begun(
                0,
                found.get(0),
                () -> settings.start().position(store, store.end()),
                settings.start().since().map(Instant::toString));
        found.put(0, first);
        Map<Integer, StoredLease> partitions = new TreeMap<>(Map.of(0, first));
        if (first.notes().containsKey(Notes.RESCALING)
                || Notes.difference(first, settings).isPresent()) {
            return partitions;
        }
        Position start = Optional.ofNullable(first.notes().get(Notes.START))
                .map(text -> Position.of(Long.parseLong(text)))
                .or(first::position)
                .orElseThrow();
        Optional<String> since = Optional.ofNullable(first.notes().get(Notes.SINCE));
        for (int number = 1; number < settings.keys().partitions(); number++) {
            StoredLease lease = begun(number, found.get(number), () -> start, since);
            found.put(number, lease);
            partitions.put(number, lease);
        }
        return partitions;
    }

    private StoredLease begun(
            int number, @Nullable StoredLease found, Supplier<Position> start, Optional<String> since) {
        LeaseName name = new LeaseName(settings.name(), number);
        StoredLease seen = found;
        while (seen == null || isToBegin(seen)) {
            Position position = start.get();
            Map<String, String> notes =
                    new LinkedHashMap<>(Notes.configured(seen == null ? Map.of() : seen.notes(), settings));
            notes.put(Notes.START, Long.toString(position.value()));
            since.ifPresent(time -> notes.put(Notes.SINCE, time));
            StoredLease next = seen == null
                    ? new StoredLease(name, 1, 0, Optional.empty(), Optional.of(position), notes)
                    : seen.revoked(Optional.of(position), notes);
            if (seen == null ? leases.create(next) : leases.revoke(seen, next)) {
                return next;
            }
            seen = leases.find(name).orElse(null);
        }
        return seen;
    }

    private boolean isToBegin(StoredLease lease) {
        return lease.position().isEmpty() && Notes.difference(lease, settings).isEmpty();
    }
}
