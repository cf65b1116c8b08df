package org.synapse4j.tckmutants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredLease;

/** Mutants that the rules LEASE reject. */
final class LeaseMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "reads an absent checkpoint as 0",
                    "LEASE-1",
                    "A lease without owner and checkpoint",
                    changing(lease -> with(lease, lease.position().or(() -> Optional.of(Position.START))))),
            Mutant.of(
                    "takes a checkpoint at 0 for an absent one",
                    "LEASE-1",
                    "A lease whose checkpoint is Position.START",
                    changing(lease -> with(lease, lease.position().filter(position -> position.value() > 0)))),
            Mutant.of("creates a lease over another", "LEASE-2", "is answered as done", right -> new Storing(right) {
                @Override
                public boolean create(StoredLease lease) {
                    put(lease);
                    return true;
                }
            }),
            Mutant.of(
                    "takes its own lease for that of another",
                    "LEASE-2",
                    "Creating a lease again, whose answer was lost, is refused",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public boolean create(StoredLease lease) {
                            return find(lease.name()).isEmpty() && super.create(lease);
                        }
                    }),
            Mutant.of(
                    "creates what it is to replace",
                    "LEASE-3",
                    "Replacing an absent lease is answered as done",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public boolean replace(StoredLease seen, StoredLease next) {
                            return find(next.name()).isEmpty() ? create(next) : super.replace(seen, next);
                        }
                    }),
            Mutant.of(
                    "compares tokens only, so that a late save goes back",
                    "LEASE-3",
                    "Replacing a lease of another beat is answered as done",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public boolean replace(StoredLease seen, StoredLease next) {
                            return super.replace(
                                    find(next.name())
                                            .filter(stored -> stored.token() == seen.token())
                                            .orElse(seen),
                                    next);
                        }
                    }),
            Mutant.of(
                    "takes a replacement that is made again for one that lost",
                    "LEASE-4",
                    "Replacing a lease again is refused",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public boolean replace(StoredLease seen, StoredLease next) {
                            return find(next.name()).filter(next::equals).isEmpty() && super.replace(seen, next);
                        }
                    }),
            Mutant.of(
                    "takes a revocation that is made again for one that lost",
                    "LEASE-4",
                    "Revoking a lease again is refused",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public boolean revoke(StoredLease seen, StoredLease next) {
                            return find(next.name()).filter(next::equals).isEmpty() && super.revoke(seen, next);
                        }
                    }),
            Mutant.of(
                    "compares beats only, so that who has lost the lease saves",
                    "LEASE-5",
                    "A write by who has lost the lease is answered as done",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public boolean replace(StoredLease seen, StoredLease next) {
                            return super.replace(
                                    find(next.name())
                                            .filter(stored -> stored.beat() <= seen.beat())
                                            .orElse(seen),
                                    next);
                        }
                    }),
            Mutant.of(
                    "revokes only what its owner has not saved since",
                    "LEASE-6",
                    "Revoking a lease whose owner is alive is refused",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public boolean revoke(StoredLease seen, StoredLease next) {
                            return replace(seen, next);
                        }
                    }),
            Mutant.of(
                    "revokes whatever is there",
                    "LEASE-6",
                    "Revoking a lease of another token is answered as done",
                    right -> new Storing(right) {
                        @Override
                        public boolean revoke(StoredLease seen, StoredLease next) {
                            return super.revoke(seen, next)
                                    || (find(next.name()).isPresent() && put(next));
                        }
                    }),
            Mutant.of(
                    "does not tell upper case from lower",
                    "LEASE-7",
                    "A lease beside those of similar names, named 'Mails/10'",
                    naming(name -> name.toLowerCase(Locale.ROOT))),
            Mutant.of(
                    "cuts names at 255 characters",
                    "LEASE-7",
                    "A lease beside those of similar names",
                    naming(name -> name.substring(0, Math.min(255, name.length())))),
            Mutant.of(
                    "lists all leases whose names begin so",
                    "LEASE-7",
                    "The leases of subscription 'mails'",
                    right -> new DelegatingStorage(right) {
                        private final Set<SubscriptionName> names = ConcurrentHashMap.newKeySet();

                        @Override
                        public boolean create(StoredLease lease) {
                            names.add(lease.name().subscription());
                            return super.create(lease);
                        }

                        @Override
                        public List<StoredLease> list(SubscriptionName subscription) {
                            return names.stream()
                                    .filter(name -> (name.value() + "/").startsWith(subscription.value() + "/"))
                                    .flatMap(name -> super.list(name).stream())
                                    .sorted(Comparator.comparing(StoredLease::name))
                                    .toList();
                        }
                    }),
            Mutant.of(
                    "lists partitions by their digits",
                    "LEASE-7",
                    "The leases of subscription 'mails'",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public List<StoredLease> list(SubscriptionName subscription) {
                            List<StoredLease> leases = new ArrayList<>(super.list(subscription));
                            leases.sort(
                                    Comparator.comparing(lease -> lease.name().toString()));
                            return leases;
                        }
                    }),
            Mutant.of(
                    "keeps tokens in a floating-point number",
                    "LEASE-8",
                    "A lease with high numbers",
                    changing(lease -> new StoredLease(
                            lease.name(),
                            (long) (double) lease.token(),
                            lease.beat(),
                            lease.owner(),
                            lease.position(),
                            lease.notes()))),
            Mutant.of(
                    "keeps notes in a document that knows no dots",
                    "LEASE-8",
                    "A lease with high numbers",
                    changing(lease -> {
                        Map<String, String> notes = new HashMap<>();
                        lease.notes().forEach((name, text) -> notes.put(name.replace('.', '_'), text));
                        return new StoredLease(
                                lease.name(), lease.token(), lease.beat(), lease.owner(), lease.position(), notes);
                    })),
            Mutant.of(
                    "compares and stores in two steps",
                    "LEASE-9",
                    "Takings that were answered as done",
                    right -> new Storing(right) {
                        @Override
                        public boolean replace(StoredLease seen, StoredLease next) {
                            boolean asSeen =
                                    find(next.name()).filter(seen::isAt).isPresent();
                            LockSupport.parkNanos(100_000);
                            return asSeen && put(next);
                        }
                    }));

    private LeaseMutants() {}

    /** A storage that can store a lease over whatever is there. */
    private static class Storing extends DelegatingStorage {
        private final Map<LeaseName, StoredLease> put = new ConcurrentHashMap<>();

        Storing(StorageStrategy right) {
            super(right);
        }

        boolean put(StoredLease lease) {
            put.put(lease.name(), lease);
            return true;
        }

        @Override
        public Optional<StoredLease> find(LeaseName name) {
            return Optional.ofNullable(put.get(name)).or(() -> super.find(name));
        }
    }

    private static StoredLease with(StoredLease lease, Optional<Position> position) {
        return new StoredLease(lease.name(), lease.token(), lease.beat(), lease.owner(), position, lease.notes());
    }

    private static UnaryOperator<StorageStrategy> changing(UnaryOperator<StoredLease> change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public Optional<StoredLease> find(LeaseName name) {
                return super.find(name).map(change);
            }
        };
    }

    private static UnaryOperator<StorageStrategy> naming(UnaryOperator<String> change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public Optional<StoredLease> find(LeaseName name) {
                return super.find(changed(name));
            }

            @Override
            public boolean create(StoredLease lease) {
                return super.create(new StoredLease(
                        changed(lease.name()),
                        lease.token(),
                        lease.beat(),
                        lease.owner(),
                        lease.position(),
                        lease.notes()));
            }

            private LeaseName changed(LeaseName name) {
                return new LeaseName(
                        SubscriptionName.of(change.apply(name.subscription().value())), name.partition());
            }
        };
    }
}
