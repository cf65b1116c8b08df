package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.mongoembedded.Fault;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongoembedded.Trigger;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;

/** Writes of leases whose answers are lost, or that arrive when their sender has given them up. */
final class LeaseFaults {
    private static final StoredLease FIRST = StoredLease.first(LeaseName.of(SubscriptionName.of("mails")));
    private static final StoredLease MINE = FIRST.takenBy("a").saved(Position.of(5), Map.of());

    private LeaseFaults() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("A lease is written once, whatever becomes of the answer", factory, LeaseFaults::lostAnswers),
                test("A save that arrives late changes nothing", factory, LeaseFaults::lateSave));
    }

    private static void lostAnswers(Bench bench) {
        LeaseStorage leases = bench.open().leases().orElseThrow();
        for (Predicate<Trigger> fault : List.<Predicate<Trigger>>of(
                trigger -> trigger.dropAfter() != null,
                trigger -> trigger.dropBefore() != null,
                trigger -> trigger.writeConcernError(64) != null,
                trigger -> trigger.fail(11600) != null)) {
            StoredLease first = StoredLease.first(new LeaseName(
                    SubscriptionName.of("lost"),
                    leases.list(SubscriptionName.of("lost")).size()));
            assertTrue(fault.test(bench.nextOfLeases("insert")) && leases.create(first), "created");
            assertEquals(Optional.of(first), leases.find(first.name()));
            StoredLease mine = first.takenBy("a");
            assertTrue(fault.test(bench.nextOfLeases("update")) && leases.replace(first, mine), "replaced");
            assertEquals(Optional.of(mine), leases.find(first.name()));
            StoredLease revoked = mine.revoked(Optional.empty(), Map.of());
            assertTrue(fault.test(bench.nextOfLeases("update")) && leases.revoke(mine, revoked), "revoked");
            assertEquals(Optional.of(revoked), leases.find(first.name()));
            assertTrue(fault.test(bench.nextOfLeases("update")));
            assertFalse(leases.replace(mine, mine.renewed()), "renewed by who has lost it");
        }
    }

    /** The server holds the message back, its sender gives up; then it arrives, after each of the things that may have happened. */
    private static void lateSave(Bench bench) throws InterruptedException {
        LeaseStorage hasty = bench.openWithin(Duration.ofMillis(300)).leases().orElseThrow();
        LeaseStorage others = bench.open().leases().orElseThrow();
        assertTrue(others.create(MINE));
        StoredLease stored = MINE;
        StoredLease renewed = MINE.renewed();
        StoredLease theirs = renewed.takenBy("b");
        StoredLease back = theirs.revoked(Optional.of(Position.START), Map.of());
        for (StoredLease next : List.of(renewed, theirs, back, back.takenBy("a"))) {
            StoredLease given = stored;
            HoldingFault late = bench.nextOfLeases("update").deliverLate();
            Fault out = bench.faults().next().times(1_000_000).dropBefore();
            assertThrows(
                    StorageUnavailableException.class,
                    () -> hasty.replace(given, given.saved(Position.of(1), Map.of("late", "yes"))));
            out.cancel();
            assertTrue(next.token() == stored.token() ? others.replace(stored, next) : others.revoke(stored, next));
            late.release();
            assertEquals(1, late.fired());
            assertEquals(Optional.of(next), others.find(next.name()), "after a late save");
            stored = next;
        }
    }
}
