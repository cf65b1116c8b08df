package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Subject;

/** The rules CHECKPOINT: checkpoints. */
public final class CheckpointRules {
    private static final SubscriptionName MAILS = SubscriptionName.of("mails");
    private static final SubscriptionName BILLS = SubscriptionName.of("bills");

    /** Likely cause: an absent checkpoint is stored or read as 0. */
    @Rule(
            id = "CHECKPOINT-1",
            says =
                    "A checkpoint that was never saved is absent, which is not Position.START; one saved at START is there.",
            needs = Capability.CHECKPOINTS)
    public void absentIsNotStart(Subject store) {
        assertAt(store, MAILS, Optional.empty(), "A checkpoint that was never saved");
        store.checkpoints().save(MAILS, Position.START);
        assertAt(store, MAILS, Optional.of(Position.START), "A checkpoint saved at Position.START");
        assertAt(store, BILLS, Optional.empty(), "A checkpoint that was never saved, beside one that was");
    }

    /** Likely cause: a checkpoint is inserted and never replaced. */
    @Rule(
            id = "CHECKPOINT-2",
            says = "A checkpoint is the position that was saved last.",
            needs = Capability.CHECKPOINTS)
    public void overwrite(Subject store) {
        for (long position : List.of(5L, 6L, 6L, 1_000_000L)) {
            store.checkpoints().save(MAILS, Position.of(position));
            assertAt(store, MAILS, Optional.of(Position.of(position)), "A checkpoint that was saved");
            assertAt(store, MAILS, Optional.of(Position.of(position)), "A checkpoint that was loaded before");
        }
    }

    /** Likely cause: the highest position saved is kept. */
    @Rule(
            id = "CHECKPOINT-3",
            says = "A checkpoint goes back where a lower position is saved.",
            needs = Capability.CHECKPOINTS)
    public void back(Subject store) {
        store.checkpoints().save(MAILS, Position.of(50));
        store.checkpoints().save(MAILS, Position.of(7));
        assertAt(store, MAILS, Optional.of(Position.of(7)), "A checkpoint that went back");
        store.checkpoints().save(MAILS, Position.START);
        assertAt(store, MAILS, Optional.of(Position.START), "A checkpoint that went back to Position.START");
    }

    /** Likely cause: a reset saves Position.START, or fails where there is nothing to reset. */
    @Rule(
            id = "CHECKPOINT-4",
            says =
                    "A checkpoint that was reset is absent, and may be saved again; resetting an absent one changes nothing.",
            needs = Capability.CHECKPOINTS)
    public void reset(Subject store) {
        store.checkpoints().save(BILLS, Position.of(3));
        assertDoesNotThrow(() -> store.checkpoints().reset(MAILS), "Resetting a checkpoint that was never saved");
        assertAt(store, MAILS, Optional.empty(), "A checkpoint that was reset before it was saved");
        store.checkpoints().save(MAILS, Position.of(9));
        store.checkpoints().reset(MAILS);
        assertAt(store, MAILS, Optional.empty(), "A checkpoint that was reset");
        assertDoesNotThrow(() -> store.checkpoints().reset(MAILS), "Resetting a checkpoint again");
        store.checkpoints().save(MAILS, Position.of(2));
        assertAt(store, MAILS, Optional.of(Position.of(2)), "A checkpoint that was saved after a reset");
        assertAt(store, BILLS, Optional.of(Position.of(3)), "A checkpoint beside one that was reset");
    }

    /** Likely cause: names are compared by a collation or by their beginning, trimmed, cut or normalised. */
    @Rule(
            id = "CHECKPOINT-5",
            says = "Checkpoints whose names differ in anything are different ones, and names may hold all that they are"
                    + " allowed to.",
            needs = Capability.CHECKPOINTS)
    public void names(Subject store) {
        List<SubscriptionName> names = new ArrayList<>();
        for (String name :
                List.of("mails", "Mails", "mail", "mails ", " mails", "mails/1", "mails.1", "$mails", "a\nb")) {
            names.add(SubscriptionName.of(name));
        }
        for (String name : List.of("caf\u00e9", "cafe\u0301", "\ud83d\uded2", "\u2460", "1", "*", "0", "null", ".")) {
            names.add(SubscriptionName.of(name));
        }
        names.add(SubscriptionName.of("x".repeat(256)));
        names.add(SubscriptionName.of("x".repeat(255) + "y"));
        for (int i = 0; i < names.size(); i++) {
            assertAt(store, names.get(i), Optional.empty(), "A checkpoint beside those of similar names");
            store.checkpoints().save(names.get(i), Position.of(i));
        }
        for (int i = 0; i < names.size(); i++) {
            assertAt(store, names.get(i), Optional.of(Position.of(i)), "One of many checkpoints");
        }
        store.checkpoints().reset(names.get(0));
        assertAt(store, names.get(0), Optional.empty(), "One of many checkpoints, reset");
        for (int i = 1; i < names.size(); i++) {
            assertAt(
                    store,
                    names.get(i),
                    Optional.of(Position.of(i)),
                    "One of many checkpoints, beside one that was reset");
        }
    }

    /** Likely cause: positions are kept in 32 bits, or in a floating-point number. */
    @Rule(
            id = "CHECKPOINT-6",
            says = "A checkpoint keeps any position, up to the highest.",
            needs = Capability.CHECKPOINTS)
    public void largePositions(Subject store) {
        for (long position : List.of(
                1L << 31,
                (1L << 32) + 1,
                (1L << 53) + 1,
                Long.MAX_VALUE - 1,
                Long.MAX_VALUE,
                123_456_789_012_345_679L)) {
            store.checkpoints().save(MAILS, Position.of(position));
            assertAt(store, MAILS, Optional.of(Position.of(position)), "A checkpoint at a high position");
        }
    }

    private static void assertAt(Subject store, SubscriptionName name, Optional<Position> expected, String what) {
        assertEquals(expected, store.checkpoints().load(name), what + ", named '" + name + "'");
    }
}
