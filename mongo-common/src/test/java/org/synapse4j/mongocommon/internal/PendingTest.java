package org.synapse4j.mongocommon.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.StorageUnavailableException;

/** The moves between the states of an append are those of the table, and no others. */
class PendingTest {
    private static final StreamId CART = StreamId.of("cart", "1");

    private static final Map<String, Consumer<Pending>> MOVES = Map.of(
            "plan",
            pending -> pending.plan(List.of(1L)),
            "send",
            pending -> pending.send(1),
            "again",
            Pending::again,
            "leave",
            Pending::leave,
            "succeed",
            PendingTest::succeed,
            "fail",
            pending -> pending.fail(new StorageUnavailableException("over", null)));

    /** How each state is reached, and what moves it on; leaving and failing change nothing where they are of no concern. */
    private static final Map<List<String>, List<String>> TABLE = Map.of(
            List.of(), List.of("plan", "succeed", "fail", "leave"),
            List.of("plan"), List.of("send", "fail", "leave", "again", "succeed"),
            List.of("plan", "send"), List.of("succeed", "fail", "again", "leave"),
            List.of("plan", "send", "leave"), List.of("succeed", "fail", "again", "leave"),
            List.of("plan", "send", "succeed"), List.of("fail", "leave"));

    @Test
    void movesAreThoseOfTheTable() {
        TABLE.forEach((way, allowed) -> MOVES.forEach((name, move) -> {
            Pending pending = after(way);
            if (allowed.contains(name)) {
                move.accept(pending);
            } else {
                assertThrows(AssertionError.class, () -> move.accept(pending), () -> name + " after " + way);
            }
        }));
    }

    @Test
    void onlyWhatWasSentMayBeStored() {
        assertFalse(after(List.of()).maybeStored());
        assertFalse(after(List.of("plan")).maybeStored());
        assertFalse(after(List.of("plan", "leave")).maybeStored());
        assertTrue(after(List.of("plan", "send")).maybeStored());
        assertTrue(after(List.of("plan", "send", "leave")).maybeStored());
        assertFalse(after(List.of("plan", "send", "leave", "again")).maybeStored());
        assertFalse(after(List.of("plan", "send", "again")).maybeStored());
    }

    @Test
    void theFirstOutcomeStays() {
        Pending stored = after(List.of("plan", "send", "succeed", "fail"));
        assertEquals(StreamHead.absent(CART).version(), stored.outcome().version());
        Pending failed = after(List.of("plan", "send", "fail"));
        assertThrows(StorageUnavailableException.class, failed::outcome);
    }

    private static Pending after(List<String> moves) {
        Pending pending = Appends.to(CART);
        moves.forEach(move -> MOVES.getOrDefault(move, none -> {}).accept(pending));
        return pending;
    }

    private static void succeed(Pending pending) {
        pending.succeed(() -> AppendResult.ofNothing(pending.commit.id(), StreamHead.absent(CART)));
    }
}
