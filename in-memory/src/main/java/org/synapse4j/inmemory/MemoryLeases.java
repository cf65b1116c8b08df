package org.synapse4j.inmemory;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.api.spi.support.Guard;
import org.synapse4j.api.spi.support.LeaseWrites;

/** The leases by name. */
final class MemoryLeases implements LeaseStorage {
    private final Guard guard;
    private final Memory memory;

    MemoryLeases(Memory memory, Guard guard) {
        this.memory = memory;
        this.guard = guard;
    }

    @Override
    public Optional<StoredLease> find(LeaseName name) {
        Objects.requireNonNull(name, "lease");
        return guard.alone("read of a lease", () -> Optional.ofNullable(memory.leases.get(name)));
    }

    @Override
    public List<StoredLease> list(SubscriptionName subscription) {
        Objects.requireNonNull(subscription, "subscription");
        return guard.alone(
                "list of leases",
                () -> memory.leases.values().stream()
                        .filter(lease -> lease.name().subscription().equals(subscription))
                        .toList());
    }

    @Override
    public boolean create(StoredLease lease) {
        Objects.requireNonNull(lease, "lease");
        return guard.alone(
                "making of a lease",
                () -> lease.equals(Objects.requireNonNullElse(memory.leases.putIfAbsent(lease.name(), lease), lease)));
    }

    @Override
    public boolean replace(StoredLease seen, StoredLease next) {
        LeaseWrites.requireReplaceable(seen, next);
        return write(next, stored -> stored.isAt(seen));
    }

    @Override
    public boolean revoke(StoredLease seen, StoredLease next) {
        LeaseWrites.requireRevocable(seen, next);
        return write(next, stored -> stored.token() == seen.token());
    }

    private boolean write(StoredLease next, Predicate<StoredLease> ifStored) {
        return guard.alone("write of a lease", () -> {
            StoredLease stored = memory.leases.get(next.name());
            if (stored != null && ifStored.test(stored)) {
                memory.leases.put(next.name(), next);
                return true;
            }
            return next.equals(stored);
        });
    }
}
