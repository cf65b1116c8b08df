package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Subject;

/** The rules LEASE: leases of subscriptions, with their tokens and checkpoints. */
public final class LeaseRules {
    private static final SubscriptionName MAILS = SubscriptionName.of("mails");
    private static final LeaseName NAME = LeaseName.of(MAILS);
    private static final StoredLease FIRST = StoredLease.first(NAME);
    private static final Map<String, String> NOTES = Map.of("query", "types Paid");

    /** Likely cause: what is absent is stored, or read, as 0 or as an empty text. */
    @Rule(
            id = "LEASE-1",
            says =
                    "A lease that was never created is absent; one that was is there as it was given, what it lacks being absent.",
            needs = Capability.LEASES)
    public void asCreated(Subject store) {
        assertStored(store, NAME, Optional.empty(), "A lease that was never created");
        assertEquals(List.of(), store.leases().list(MAILS), "The leases of a subscription that has none");
        assertTrue(store.leases().create(FIRST), "Creating a lease is refused");
        assertStored(store, FIRST, "A lease without owner and checkpoint");
        StoredLease start =
                StoredLease.first(new LeaseName(MAILS, 1)).takenBy("a").saved(Position.START, NOTES);
        assertTrue(store.leases().create(start), "Creating a lease is refused");
        assertStored(store, start, "A lease whose checkpoint is Position.START");
        assertStored(store, new LeaseName(MAILS, 2), Optional.empty(), "A lease beside those that were created");
    }

    /** Likely cause: an upsert, or a duplicate that counts as success. */
    @Rule(
            id = "LEASE-2",
            says =
                    "Creating a lease that is there changes nothing and says so; what is there already is answered as created.",
            needs = Capability.LEASES)
    public void createdOnce(Subject store) {
        StoredLease taken = FIRST.takenBy("a");
        assertTrue(store.leases().create(taken), "Creating a lease is refused");
        assertFalse(
                store.leases().create(FIRST), "Creating a lease that is there in another state is answered as done");
        assertStored(store, taken, "A lease that was created twice");
        assertTrue(store.leases().create(taken), "Creating a lease again, whose answer was lost, is refused");
        assertStored(store, taken, "A lease that was created again");
    }

    /** Likely cause: token or beat are not compared, or the document is made where it is absent. */
    @Rule(
            id = "LEASE-3",
            says =
                    "A lease is replaced if token and beat are those seen; else nothing changes, and the answer says so.",
            needs = Capability.LEASES)
    public void replacedAsSeen(Subject store) {
        StoredLease taken = FIRST.takenBy("a");
        assertFalse(store.leases().replace(FIRST, taken), "Replacing an absent lease is answered as done");
        assertStored(store, NAME, Optional.empty(), "An absent lease that was replaced");
        store.leases().create(FIRST);
        assertTrue(store.leases().replace(FIRST, taken), "Replacing a lease as it was seen is refused");
        assertStored(store, taken, "A lease that was replaced");
        StoredLease saved = taken.saved(Position.of(7), NOTES);
        assertTrue(store.leases().replace(taken, saved), "Replacing a lease as it was seen is refused");
        assertStored(store, saved, "A lease that was saved");
        StoredLease late = taken.saved(Position.of(3), Map.of());
        assertFalse(store.leases().replace(taken, late), "Replacing a lease of another beat is answered as done");
        assertStored(store, saved, "A lease that was replaced from an older beat");
        StoredLease ofOtherToken =
                new StoredLease(NAME, saved.token() + 1, saved.beat(), saved.owner(), saved.position(), NOTES);
        assertFalse(
                store.leases().replace(ofOtherToken, ofOtherToken.saved(Position.of(9), NOTES)),
                "Replacing a lease of another token is answered as done");
        assertStored(store, saved, "A lease that was replaced from another token");
        assertTrue(store.leases().replace(saved, saved.released()), "Replacing a lease as it was seen is refused");
        assertStored(store, saved.released(), "A lease that was released");
    }

    /** Likely cause: a write that finds itself stored is taken for one that lost. */
    @Rule(
            id = "LEASE-4",
            says = "A replacement or revocation that is made again is answered as before, and changes nothing.",
            needs = Capability.LEASES)
    public void again(Subject store) {
        StoredLease taken = FIRST.takenBy("a").saved(Position.of(5), NOTES);
        store.leases().create(FIRST);
        for (int i = 0; i < 2; i++) {
            assertTrue(store.leases().replace(FIRST, taken), "Replacing a lease again is refused");
            assertStored(store, taken, "A lease that was replaced again");
        }
        StoredLease revoked = taken.revoked(Optional.of(Position.of(2)), Map.of());
        for (int i = 0; i < 2; i++) {
            assertTrue(store.leases().revoke(taken, revoked), "Revoking a lease again is refused");
            assertStored(store, revoked, "A lease that was revoked again");
        }
        StoredLease next = revoked.takenBy("b");
        assertTrue(store.leases().replace(revoked, next), "Taking a lease that was revoked is refused");
        assertFalse(store.leases().revoke(taken, revoked), "Revoking a lease that went on is answered as done");
        assertFalse(store.leases().replace(FIRST, taken), "Replacing a lease that went on is answered as done");
        assertStored(store, next, "A lease of which older writes were made again");
    }

    /** Likely cause: the checkpoint is written without a filter on the token. */
    @Rule(
            id = "LEASE-5",
            says =
                    "Who has lost a lease, to another owner or because it was revoked, can neither save, renew, release nor keep it.",
            needs = Capability.LEASES)
    public void fenced(Subject store) {
        StoredLease mine = FIRST.takenBy("a").saved(Position.of(5), NOTES);
        store.leases().create(mine);
        StoredLease theirs = mine.takenBy("b");
        assertTrue(store.leases().replace(mine, theirs), "Taking over a lease is refused");
        assertFenced(store, mine, theirs, "another has taken it");
        StoredLease back = theirs.revoked(Optional.of(Position.of(1)), Map.of());
        assertTrue(store.leases().revoke(theirs, back), "Revoking a lease is refused");
        assertFenced(store, theirs, back, "it was revoked");
        assertFenced(store, mine, back, "it was taken and revoked");
    }

    /** Likely cause: a revocation compares the beat, and loses against an owner who saves all the time; or it compares nothing. */
    @Rule(
            id = "LEASE-6",
            says =
                    "A lease is revoked if the token is the one seen, whatever its owner saved meanwhile; else nothing changes, and"
                            + " the answer says so.",
            needs = Capability.LEASES)
    public void revoked(Subject store) {
        StoredLease seen = FIRST.takenBy("a").saved(Position.of(5), NOTES);
        StoredLease revoked = seen.revoked(Optional.empty(), Map.of("paused", "by hand"));
        assertFalse(store.leases().revoke(seen, revoked), "Revoking an absent lease is answered as done");
        assertStored(store, NAME, Optional.empty(), "An absent lease that was revoked");
        store.leases().create(seen);
        assertTrue(store.leases().replace(seen, seen.renewed()), "Renewing a lease is refused");
        assertTrue(store.leases().revoke(seen, revoked), "Revoking a lease whose owner is alive is refused");
        assertStored(store, revoked, "A lease that was revoked");
        assertFalse(
                store.leases().revoke(seen, seen.revoked(Optional.of(Position.of(9)), Map.of())),
                "Revoking a lease of another token is answered as done");
        assertStored(store, revoked, "A lease that was revoked from another token");
        assertThrows(
                InvalidValueException.class,
                () -> store.leases().revoke(revoked, revoked.renewed()),
                "Revoking a lease without another token does not throw so");
        LeaseName other = new LeaseName(MAILS, 1);
        assertThrows(
                InvalidValueException.class,
                () -> store.leases().replace(revoked, StoredLease.first(other).takenBy("a")),
                "Replacing a lease by one of another name does not throw so");
    }

    /** Likely cause: names are compared by a collation or by their beginning, trimmed, cut or normalised. */
    @Rule(
            id = "LEASE-7",
            says =
                    "Leases whose names differ in anything are different ones, and a subscription's are listed by partition, no others"
                            + " among them.",
            needs = Capability.LEASES)
    public void names(Subject store) {
        List<SubscriptionName> names = new ArrayList<>();
        for (String name : List.of(
                "mails",
                "Mails",
                "mail",
                "mails ",
                " mails",
                "mails/1",
                "mails/1/1",
                "mails.1",
                "mails0",
                "$mails",
                "a\nb",
                "caf\u00e9",
                "cafe\u0301",
                "\ud83d\uded2",
                "\u2460",
                "1",
                "*",
                "0",
                "null",
                ".",
                "/",
                "x".repeat(256),
                "x".repeat(255) + "y")) {
            names.add(SubscriptionName.of(name));
        }
        int[] partitions = {10, 0, 1, 9, 2};
        for (SubscriptionName name : names) {
            for (int partition : partitions) {
                StoredLease lease = numbered(names, name, partition);
                assertStored(store, lease.name(), Optional.empty(), "A lease beside those of similar names");
                assertTrue(store.leases().create(lease), "Creating a lease beside those of similar names is refused");
            }
        }
        for (SubscriptionName name : names) {
            List<StoredLease> own = new ArrayList<>();
            for (int partition : new int[] {0, 1, 2, 9, 10}) {
                own.add(numbered(names, name, partition));
                assertStored(store, own.get(own.size() - 1), "One of many leases");
            }
            assertEquals(own, store.leases().list(name), "The leases of subscription '" + name + "'");
        }
    }

    /** Likely cause: numbers are kept in 32 bits, or in a floating-point number; names of notes are paths to the database. */
    @Rule(
            id = "LEASE-8",
            says = "A lease keeps any token, beat and position, up to the highest, and any owner and notes.",
            needs = Capability.LEASES)
    public void extremes(Subject store) {
        Map<String, String> notes = new LinkedHashMap<>();
        for (String name :
                List.of("", ".", "a.b", "$set", "_id", "parked cart/\u00e9 \ud83d\uded2", "x".repeat(10_000))) {
            notes.put(name, "of " + name);
        }
        notes.put("empty", "");
        notes.put("nul", "a\0b");
        notes.put("large", "y".repeat(1_000_000));
        int partition = 0;
        for (long number : List.of(
                1L,
                1L << 31,
                (1L << 32) + 1,
                (1L << 53) + 1,
                123_456_789_012_345_679L,
                Long.MAX_VALUE - 1,
                Long.MAX_VALUE)) {
            StoredLease lease = new StoredLease(
                    new LeaseName(MAILS, partition++),
                    number,
                    number,
                    Optional.of("caf\u00e9 \ud83d\uded2"),
                    Optional.of(Position.of(number)),
                    notes);
            assertTrue(store.leases().create(lease), "Creating a lease with high numbers is refused");
            assertStored(store, lease, "A lease with high numbers");
        }
        StoredLease last = StoredLease.first(new LeaseName(MAILS, Integer.MAX_VALUE));
        store.leases().create(last);
        assertStored(store, last, "The lease of the highest partition");
    }

    /** Likely cause: comparing and storing are two steps. */
    @Rule(
            id = "LEASE-9",
            says = "Of several who take the same lease at once, each time exactly one gets it.",
            races = true,
            needs = Capability.LEASES)
    public void oneGetsIt(Subject store) {
        int rounds = 30;
        List<Integer> won = store.patience().together(4, thread -> {
            int mine = 0;
            store.leases().create(FIRST);
            while (true) {
                StoredLease seen = store.leases().find(NAME).orElseThrow();
                if (seen.token() > rounds) {
                    return mine;
                }
                if (store.leases().replace(seen, seen.takenBy("owner " + thread))) {
                    mine++;
                }
            }
        });
        assertEquals(
                store.leases().find(NAME).orElseThrow().token() - 1,
                won.stream().mapToLong(Integer::longValue).sum(),
                "Takings that were answered as done, against the token");
    }

    private static StoredLease numbered(List<SubscriptionName> names, SubscriptionName name, int partition) {
        return StoredLease.first(new LeaseName(name, partition))
                .saved(Position.of(100L * names.indexOf(name) + partition), Map.of());
    }

    private static void assertFenced(Subject store, StoredLease lost, StoredLease stored, String why) {
        for (StoredLease next :
                List.of(lost.saved(Position.of(99), NOTES), lost.renewed(), lost.released(), lost.takenBy("a"))) {
            assertFalse(
                    store.leases().replace(lost, next),
                    "A write by who has lost the lease is answered as done: " + why);
            assertStored(store, stored, "A lease that an old owner wrote to, after " + why);
        }
    }

    private static void assertStored(Subject store, StoredLease lease, String what) {
        assertStored(store, lease.name(), Optional.of(lease), what);
    }

    private static void assertStored(Subject store, LeaseName name, Optional<StoredLease> expected, String what) {
        assertEquals(expected, store.leases().find(name), what + ", named '" + name + "'");
    }
}
