package org.synapse4j.tcksubscriptions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.tck.machinery.RuleCase;
import org.synapse4j.tck.machinery.Rules;
import org.synapse4j.tcksubscriptions.suites.SubscribeRules;

@DisplayName("The rules SUBSCRIBE reject")
class SubscribeMutantsTest {
    /** A storage that is broken in one small way, and the rules that see it. */
    private record Broken(String name, Set<String> rules, UnaryOperator<StorageStrategy> breaking) {}

    private static final int ROUNDS = 6;

    private static final List<Broken> ALL = List.of(
            new Broken(
                    "ends the feed beyond an event that is still to come",
                    Set.of("1"),
                    right -> new ForwardingStorage(right) {
                        @Override
                        public Position end() {
                            return Position.of(super.end().value() + 3);
                        }

                        @Override
                        public FeedCursor read(FeedRead read) {
                            return super.read(read.after(Position.of(Math.min(
                                    read.before().value(),
                                    read.after().value() + (read.after().value() > 3 ? 1 : 0)))));
                        }
                    }),
            new Broken(
                    "forgets the position of a lease that is given back",
                    Set.of("2"),
                    right -> new ForwardingStorage(right) {
                        @Override
                        public boolean replace(StoredLease seen, StoredLease next) {
                            boolean released =
                                    next.owner().isEmpty() && seen.owner().isPresent();
                            return super.replace(seen, released ? at(next, Optional.of(Position.START)) : next);
                        }
                    }),
            new Broken("writes a lease whatever is there", Set.of("3"), right -> new ForwardingStorage(right) {
                @Override
                public boolean replace(StoredLease seen, StoredLease next) {
                    return super.replace(find(next.name()).orElse(seen), next);
                }
            }),
            new Broken("lists the first three leases only", Set.of("4"), right -> new ForwardingStorage(right) {
                @Override
                public List<StoredLease> list(SubscriptionName subscription) {
                    return super.list(subscription).stream().limit(3).toList();
                }
            }),
            new Broken("keeps no notes", Set.of("5", "6", "7", "9"), right -> new ForwardingStorage(right) {
                @Override
                public Optional<StoredLease> find(LeaseName name) {
                    return super.find(name).map(SubscribeMutantsTest::bare);
                }

                @Override
                public List<StoredLease> list(SubscriptionName subscription) {
                    return super.list(subscription).stream()
                            .map(SubscribeMutantsTest::bare)
                            .toList();
                }
            }),
            new Broken("says that it revoked, and does not", Set.of("8"), right -> new ForwardingStorage(right) {
                @Override
                public boolean revoke(StoredLease seen, StoredLease next) {
                    return seen.position().isEmpty() ? super.revoke(seen, next) : true;
                }
            }),
            new Broken("lets a former owner have the lease again", Set.of("10"), right -> new ForwardingStorage(right) {
                @Override
                public boolean replace(StoredLease seen, StoredLease next) {
                    StoredLease stored = find(next.name()).orElse(seen);
                    boolean lost = stored.token() != seen.token();
                    return lost
                            ? super.revoke(
                                    stored,
                                    new StoredLease(
                                            next.name(),
                                            stored.token() + 1,
                                            0,
                                            next.owner(),
                                            next.position(),
                                            next.notes()))
                            : super.replace(seen, next);
                }
            }),
            new Broken(
                    "takes the end of the feed for the checkpoint",
                    Set.of("11"),
                    right -> new ForwardingStorage(right) {
                        @Override
                        public boolean replace(StoredLease seen, StoredLease next) {
                            boolean taken = seen.token() != next.token()
                                    && seen.position()
                                            .filter(there -> there.value() > 0)
                                            .isPresent();
                            return super.replace(seen, taken ? at(next, Optional.of(end())) : next);
                        }

                        @Override
                        public Optional<StoredLease> find(LeaseName name) {
                            return super.find(name)
                                    .map(lease -> at(
                                            lease, lease.position().map(there -> there.value() > 0 ? end() : there)));
                        }

                        @Override
                        public List<StoredLease> list(SubscriptionName subscription) {
                            return super.list(subscription).stream()
                                    .map(lease ->
                                            at(lease, lease.position().map(there -> there.value() > 0 ? end() : there)))
                                    .toList();
                        }
                    }));

    @TestFactory
    @DisplayName("each broken storage")
    Stream<DynamicTest> rejectsMutants() {
        return ALL.stream()
                .flatMap(broken -> broken.rules().stream()
                        .map(number -> DynamicTest.dynamicTest(
                                "SUBSCRIBE-" + number + " rejects a storage that " + broken.name(),
                                () -> assertRejects(rule(number), broken))));
    }

    /** Where leases change hands in a rule, chance decides who takes what: some rounds show nothing. */
    private static void assertRejects(RuleCase rule, Broken broken) {
        boolean rejected = false;
        for (int round = 0; round < ROUNDS && !rejected; round++) {
            try {
                rule.test(new MemoryFixture(broken.breaking(), Duration.ofSeconds(1)));
            } catch (AssertionError expected) {
                rejected = true;
            }
        }
        assertTrue(rejected, "None of " + ROUNDS + " rounds showed it");
    }

    @Test
    @DisplayName("something, each of them")
    void everyRuleHasAMutant() {
        Set<String> rules = Rules.of(new SubscribeRules()).stream()
                .map(rule -> rule.rule().id())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> rejecting = ALL.stream()
                .flatMap(broken -> broken.rules().stream())
                .map(number -> "SUBSCRIBE-" + number)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(rules, rejecting);
    }

    private static RuleCase rule(String number) {
        return Rules.of(new SubscribeRules()).stream()
                .filter(one -> one.rule().id().equals("SUBSCRIBE-" + number))
                .findFirst()
                .orElseThrow();
    }

    private static StoredLease bare(StoredLease lease) {
        return new StoredLease(lease.name(), lease.token(), lease.beat(), lease.owner(), lease.position(), Map.of());
    }

    private static StoredLease at(StoredLease lease, Optional<Position> position) {
        return new StoredLease(lease.name(), lease.token(), lease.beat(), lease.owner(), position, lease.notes());
    }
}
