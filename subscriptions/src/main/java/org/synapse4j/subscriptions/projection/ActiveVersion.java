package org.synapse4j.subscriptions.projection;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.StoredLease;

/**
 * Which versions of a view there are, and which of them is read: notes of a lease that nobody takes, since a lease is a small value that is compared
 * and replaced (ADR 32). Thread-safe.
 */
final class ActiveVersion {
    private static final String ACTIVE = "active";

    /** The highest version that was ever read: one that was left by hand is not gone back to by itself. */
    private static final String HIGHEST = "highest";

    private static final String VERSION = "version ";

    private static final long KNOWN_FOR = TimeUnit.MILLISECONDS.toNanos(100);

    private final LeaseStorage leases;
    private final LeaseName name;

    /** What is read, as far as it is known, and since when. */
    private volatile Known known = new Known(Optional.empty(), System.nanoTime() - KNOWN_FOR);

    ActiveVersion(LeaseStorage leases, String view) {
        this.leases = leases;
        this.name = LeaseName.of(SubscriptionName.of("view " + view));
    }

    private record Known(Optional<Integer> active, long since) {}

    /** The version that is read, as it was at most a tenth of a second ago; none before the first one was built. */
    Optional<Integer> active() {
        Known last = known;
        long now = System.nanoTime();
        if (now - last.since >= KNOWN_FOR) {
            last = new Known(leases.find(name).flatMap(lease -> number(lease.notes(), ACTIVE)), now);
            known = last;
        }
        return last.active;
    }

    /** The versions that there are. */
    SortedSet<Integer> versions() {
        return leases.find(name).stream()
                .flatMap(lease -> lease.notes().keySet().stream())
                .filter(note -> note.startsWith(VERSION))
                .map(note -> Integer.valueOf(note.substring(VERSION.length())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Notes that this version is there; the first one of all is read at once. */
    void add(int version) {
        change(notes -> {
            notes.put(VERSION + version, "");
            notes.putIfAbsent(ACTIVE, "" + version);
            notes.putIfAbsent(HIGHEST, "" + version);
            return notes;
        });
    }

    /** Has this version be read, if it is higher than each that ever was. */
    void rise(int version) {
        change(notes -> {
            if (number(notes, HIGHEST).orElse(0) < version) {
                notes.put(ACTIVE, "" + version);
                notes.put(HIGHEST, "" + version);
            }
            return notes;
        });
    }

    /** Has this version be read. */
    void set(int version) {
        change(notes -> {
            notes.put(ACTIVE, "" + version);
            return notes;
        });
    }

    /** Notes that this version is no more. */
    void remove(int version) {
        change(notes -> {
            notes.remove(VERSION + version);
            return notes;
        });
    }

    private void change(UnaryOperator<Map<String, String>> change) {
        leases.create(StoredLease.first(name));
        StoredLease seen;
        StoredLease next;
        do {
            seen = leases.find(name).orElseThrow();
            next = seen.revoked(seen.position(), change.apply(new HashMap<>(seen.notes())));
        } while (!next.notes().equals(seen.notes()) && !leases.revoke(seen, next));
        known = new Known(number(next.notes(), ACTIVE), System.nanoTime());
    }

    private static Optional<Integer> number(Map<String, String> notes, String note) {
        return Optional.ofNullable(notes.get(note)).map(Integer::valueOf);
    }
}
