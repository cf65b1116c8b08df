package org.synapse4j.tcksubscriptions.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.tcksubscriptions.suites.Shop.sales;
import static org.synapse4j.tcksubscriptions.suites.Shop.start;
import static org.synapse4j.tcksubscriptions.suites.Shop.status;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.subscriptions.FailurePolicy;
import org.synapse4j.subscriptions.ParkedKey;
import org.synapse4j.subscriptions.Start;
import org.synapse4j.subscriptions.Subscription;
import org.synapse4j.subscriptions.SubscriptionBuilder;
import org.synapse4j.subscriptions.SubscriptionState;
import org.synapse4j.subscriptions.Subscriptions;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Subject;

/** The rules SUBSCRIBE: what subscriptions promise, on the storage. */
public final class SubscribeRules {
    /** Likely cause: what FEED and RACE say; or the end of the feed lies beyond an event that comes later. */
    @Rule(
            id = "SUBSCRIBE-1",
            says =
                    "While others append, each event of the query is handled once, in order, and passed when it was handled.",
            needs = {Capability.FEED, Capability.LEASES})
    public void live(Subject subject) throws Exception {
        try (Shop shop = new Shop(subject, subject.storage())) {
            Subscription sales = shop.run(sales(shop.process("one"), 1));
            FutureTask<Position> other = subject.patience().started(() -> {
                for (int i = 0; i < 20; i++) {
                    shop.noise();
                    shop.sell(100);
                }
                return shop.sell(100);
            });
            for (int i = 0; i < 20; i++) {
                Position mine = shop.sell(i % 3);
                shop.awaitPassed(sales, mine);
                assertEquals(i / 3 + 1, shop.handled(i % 3).size(), "Sales of a shop when the last one was passed");
            }
            shop.awaitPassed(sales, subject.patience().resultOf("Another's sales", other));
            shop.assertHandledOnce("Sales while others sell");
        }
    }

    /** Likely cause: what LOOKED says; or a lease without its position. */
    @Rule(
            id = "SUBSCRIBE-2",
            says = "Where nothing matches the checkpoint moves on and is saved, and another process goes on after it.",
            needs = {Capability.FEED, Capability.LEASES})
    public void nothingMatches(Subject subject) throws Exception {
        try (Shop shop = new Shop(subject, subject.storage())) {
            Subscription first = shop.run(sales(shop.process("one"), 1));
            shop.sell(0);
            Position last = shop.noise();
            shop.awaitPassed(first, last);
            shop.eventually(
                    "The checkpoint is not saved beyond what does not match",
                    () -> shop.lease(0)
                            .position()
                            .filter(there -> there.compareTo(last) >= 0)
                            .isPresent());
            first.close();
            assertEquals(Optional.empty(), shop.lease(0).owner(), "The owner of a lease that was given back");
            Subscription next = shop.run(sales(shop.process("two"), 1));
            shop.awaitPassed(next, shop.sell(0));
            shop.assertHandledOnce("Sales when the owner changed");
        }
    }

    /** Likely cause: a write of a lease that is not compared with token and beat, as LEASE says. */
    @Rule(
            id = "SUBSCRIBE-3",
            says =
                    "Another process takes over who hangs or is cut off for a lease and goes on where it saved; a save that was held back changes nothing"
                            + " when it arrives.",
            needs = {Capability.FEED, Capability.LEASES})
    public void takesOver(Subject subject) throws Exception {
        HeldBack way = new HeldBack(subject.storage());
        try (Shop cut = new Shop(subject, way);
                Shop shop = new Shop(subject, subject.storage())) {
            shop.sell();
            Subscription first = cut.run(sales(cut.process("one"), 1));
            shop.awaitPassed(first, shop.store.end());
            shop.eventually(
                    "The checkpoint is not saved",
                    () -> shop.lease(0).position().equals(Optional.of(shop.store.end())));
            way.catchNextSave();
            way.awaitCaught();
            Subscription second = shop.run(sales(shop.process("two"), 1));
            shop.awaitPassed(second, shop.sell(0));
            assertEquals(List.of(2), shop.handled(0), "Sales that the second process was given");
            second.close();
            StoredLease before = shop.lease(0);
            way.deliver();
            assertEquals(before, shop.lease(0), "The lease after a save of a former owner has arrived");
            way.cut(false);
            shop.awaitPassed(first, shop.sell(0));
            assertEquals(List.of(1, 3), cut.handled(0), "Sales that the first process was given, before and after");
        }
    }

    /** Likely cause: leases that are listed in part, or of another state than they have. */
    @Rule(
            id = "SUBSCRIBE-4",
            says =
                    "Processes share the partitions evenly when one comes or goes; each event is handled once, and those of a key in order.",
            needs = {Capability.FEED, Capability.LEASES})
    public void shares(Subject subject) throws Exception {
        try (Shop shop = new Shop(subject, subject.storage())) {
            Subscription one = shop.run(sales(shop.process("one"), 5));
            shop.eventually("A process that is alone has not all partitions", () -> shop.owned("one", 5) == 5);
            shop.sell();
            Subscription two = shop.run(sales(shop.process("two"), 5));
            shop.eventually("Two have not shared", () -> shop.owned("one", 5) == 3 && shop.owned("two", 5) == 2);
            shop.awaitPassed(two, shop.sell());
            one.close();
            shop.eventually("One that is left has not all partitions", () -> shop.owned("two", 5) == 5);
            shop.awaitPassed(two, shop.sell());
            shop.assertHandledOnce("Sales while processes come and go");
        }
    }

    /** Likely cause: as of SUBSCRIBE-4; or notes of a lease that are not kept as they were given. */
    @Rule(
            id = "SUBSCRIBE-5",
            says =
                    "Rescaled, nothing is handled twice, lost or out of order, also where the partitions were at different places.",
            needs = {Capability.FEED, Capability.LEASES})
    public void rescales(Subject subject) throws Exception {
        try (Shop shop = new Shop(subject, subject.storage())) {
            Subscriptions process = shop.process("one");
            shop.bad.add("3/1");
            Subscription few = shop.run(sales(process, 3));
            shop.sell();
            Position last = shop.sell();
            shop.eventually(
                    "The other partitions do not go on",
                    () -> few.status().stream()
                            .allMatch(one -> one.state() == SubscriptionState.FAILED
                                    || one.passed()
                                            .filter(there -> there.compareTo(last) >= 0)
                                            .isPresent()));
            few.close();
            process.rescale("sales", 4);
            shop.bad.clear();
            Subscription more = shop.run(sales(process, 4));
            shop.awaitPassed(more, shop.sell());
            shop.assertHandledOnce("Sales when the number of partitions changed");
        }
    }

    /** Likely cause: notes of a lease that are not kept as they were given, or not together with its position. */
    @Rule(
            id = "SUBSCRIBE-6",
            says =
                    "What comes later for a parked key waits while others go on, also for another process; tried again all of it is handled in order.",
            needs = {Capability.FEED, Capability.LEASES})
    public void parks(Subject subject) throws Exception {
        try (Shop shop = new Shop(subject, subject.storage())) {
            shop.bad.add("1/2");
            Subscription first = shop.run(parking(shop.process("one")));
            shop.sell();
            shop.sell();
            shop.awaitPassed(first, shop.sell());
            first.close();
            Subscriptions process = shop.process("two");
            Subscription next = shop.run(parking(process));
            shop.awaitPassed(next, shop.sell());
            assertEquals(List.of(1), shop.handled(1), "Sales of a shop whose second one is parked");
            assertEquals(List.of(1, 2, 3, 4), shop.handled(2), "Sales of another shop");
            shop.eventually("What waits is not saved", () -> waiting(process) == 3);
            assertEquals(
                    Shop.stream(1).toString(), process.parked("sales").get(0).key(), "The parked key");
            shop.bad.clear();
            process.retryParked("sales");
            shop.eventually("A key that was tried again is parked still", () -> waiting(process) == 0);
            shop.awaitPassed(next, shop.sell());
            shop.assertHandledOnce("Sales when what was parked was tried again");
        }
    }

    /** Likely cause: notes of a lease that are lost. */
    @Rule(
            id = "SUBSCRIBE-7",
            says =
                    "One that stopped at an event, also at one that cannot be read, is stopped for every process until it is resumed, and then tries it"
                            + " again.",
            needs = {Capability.FEED, Capability.LEASES})
    public void stops(Subject subject) throws Exception {
        try (Shop shop = new Shop(subject, subject.storage())) {
            shop.store.append(Shop.stream(50), ExpectedVersion.any(), new Sold(-1));
            Subscription first = shop.run(sales(shop.process("one"), 1));
            shop.eventually("It has not stopped", () -> status(first).state() == SubscriptionState.FAILED);
            first.close();
            Subscriptions process = shop.process("two");
            AtomicBoolean mended = new AtomicBoolean();
            Subscription next = start(sales(process, 1).handle((event, lease) -> {
                if (!mended.get()) {
                    shop.handle(event);
                }
            }));
            Position last = shop.sell(0);
            Thread.sleep(Shop.LEASE.toMillis() / 2);
            assertEquals(SubscriptionState.FAILED, status(next).state(), "What another process says of it");
            assertFalse(status(next).lag().isZero(), "A stopped subscription lags behind");
            assertEquals(0, shop.handled(), "Sales that were handled behind one that cannot be read");
            mended.set(true);
            process.resume("sales");
            shop.awaitPassed(next, last);
        }
    }

    /** Likely cause: a revocation that does not raise the token, or does not change the position. */
    @Rule(
            id = "SUBSCRIBE-8",
            says = "Paused it rests, rewound it handles again what lies after that position, deleted it begins anew.",
            needs = {Capability.FEED, Capability.LEASES})
    public void operated(Subject subject) throws Exception {
        try (Shop shop = new Shop(subject, subject.storage())) {
            Subscriptions process = shop.process("one");
            Subscription sales = shop.run(sales(process, 1));
            Position first = shop.sell(0);
            Position second = shop.sell(0);
            shop.awaitPassed(sales, second);
            shop.eventually(
                    "The checkpoint is not saved",
                    () -> shop.lease(0)
                            .position()
                            .filter(there -> there.compareTo(second) >= 0)
                            .isPresent());
            long token = shop.lease(0).token();
            process.pause("sales");
            assertTrue(shop.lease(0).token() > token, "Pausing does not raise the token");
            shop.eventually("It is not paused", () -> status(sales).state() == SubscriptionState.PAUSED);
            shop.forget();
            process.rewind("sales", first);
            process.resume("sales");
            shop.eventually("It was not rewound", () -> shop.handled(0).equals(List.of(2)));
            process.delete("sales");
            shop.eventually("It did not begin anew", () -> shop.handled(0).equals(List.of(2, 1, 2)));
        }
    }

    /** Likely cause: notes or positions of leases that are not kept. */
    @Rule(
            id = "SUBSCRIBE-9",
            says =
                    "Another query, another number of partitions and a checkpoint beyond the end of the feed are refused by a ConfigurationException.",
            needs = {Capability.FEED, Capability.LEASES})
    public void refused(Subject subject) throws Exception {
        try (Shop shop = new Shop(subject, subject.storage())) {
            Subscriptions process = shop.process("one");
            Subscription sales = shop.run(sales(process, 2));
            shop.awaitPassed(sales, shop.sell(0));
            sales.close();
            Subscription wider = sales(process, 2).matching(EventQuery.all()).handle((event, lease) -> {});
            assertThrows(ConfigurationException.class, wider::run, "Another query");
            Subscription more = sales(process, 3).handle((event, lease) -> {});
            assertThrows(ConfigurationException.class, more::run, "Another number of partitions");
            process.rewind("sales", Position.MAX);
            Subscription beyond = sales(process, 2).from(Start.NOW).handle((event, lease) -> {});
            assertThrows(ConfigurationException.class, beyond::run, "A checkpoint beyond the end");
        }
    }

    /** Likely cause: a lease that is renewed by who hangs, or a storage that forgets one that is not renewed. */
    @Rule(
            id = "SUBSCRIBE-10",
            says =
                    "A handler that hangs keeps the lease if nothing else was said, and loses it after its timeout; it cannot move the checkpoint then.",
            needs = {Capability.FEED, Capability.LEASES})
    public void hangs(Subject subject) throws Exception {
        try (Shop shop = new Shop(subject, subject.storage())) {
            CountDownLatch goOn = new CountDownLatch(1);
            AtomicBoolean heldAfter = new AtomicBoolean(true);
            Position only = shop.sell(0);
            Subscription hanging = start(sales(shop.process("one"), 1)
                    .handlerTimeout(Duration.ofMillis(10))
                    .handle((event, lease) -> {
                        goOn.await();
                        heldAfter.set(lease.held());
                    }));
            shop.eventually("Nobody has the lease", () -> shop.owned("one", 1) == 1);
            Subscription other = shop.run(sales(shop.process("two"), 1));
            shop.awaitPassed(other, only);
            StoredLease taken = shop.lease(0);
            goOn.countDown();
            hanging.close();
            assertFalse(heldAfter.get(), "The lease of who has lost it is held");
            assertEquals(taken.token(), shop.lease(0).token(), "The token after the former owner has ended");
            other.close();
            shop.forget();
            CountDownLatch later = new CountDownLatch(1);
            Subscription slow = start(sales(shop.process("three"), 1).handle((event, lease) -> {
                later.await();
                assertTrue(lease.held(), "The lease of a slow handler is lost");
                shop.handle(event);
            }));
            Position next = shop.sell(0);
            shop.eventually("Nobody has the lease", () -> shop.owned("three", 1) == 1);
            shop.run(sales(shop.process("four"), 1));
            Thread.sleep(Shop.LEASE.toMillis() * 3 / 2);
            later.countDown();
            shop.awaitPassed(slow, next);
            assertEquals(List.of(2), shop.handled(0), "Sales that were handled by who is slow");
        }
    }

    /** Likely cause: a call that fails by another type than StorageUnavailableException while the storage is away. */
    @Rule(
            id = "SUBSCRIBE-11",
            says =
                    "While the storage is away for longer than a lease nobody stops, parks or skips; then all go on, and nothing is lost.",
            needs = {Capability.FEED, Capability.LEASES})
    public void away(Subject subject) throws Exception {
        HeldBack way = new HeldBack(subject.storage());
        try (Shop cut = new Shop(subject, way);
                Shop shop = new Shop(subject, subject.storage())) {
            Subscription one = cut.run(sales(cut.process("one"), 4));
            Subscription two = cut.run(sales(cut.process("two"), 4));
            shop.awaitPassed(one, shop.sell());
            shop.eventually(
                    "What was handled is not saved",
                    () -> one.status().stream()
                            .allMatch(status -> shop.lease(status.partition())
                                    .position()
                                    .filter(there -> there.equals(shop.store.end()))
                                    .isPresent()));
            way.cut(true);
            Position last = shop.sell();
            Thread.sleep(Shop.LEASE.toMillis() * 3 / 2);
            way.cut(false);
            shop.awaitPassed(one, last);
            shop.awaitPassed(two, last);
            for (int number = 0; number < 12; number++) {
                assertEquals(
                        List.of(1, 2), cut.handled(number).stream().distinct().toList(), "Sales of a shop");
            }
            assertTrue(one.status().stream().allMatch(status -> status.parked() == 0), "Something is parked");
        }
    }

    private static SubscriptionBuilder parking(Subscriptions process) {
        return sales(process, 2)
                .onFailure(FailurePolicy.retry(1, Duration.ofMillis(5), Duration.ofMillis(5))
                        .thenPark());
    }

    private static long waiting(Subscriptions process) {
        return process.parked("sales").stream().mapToLong(ParkedKey::waiting).sum();
    }
}
