package org.synapse4j.mongocommon.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.ClosedException;

/** A thread that leaves, also by an Error, leaves nothing that stays busy, waits or counts for ever. */
class LeadersTest {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId OTHER = StreamId.of("cart", "2");
    private static final Duration LONG = Duration.ofSeconds(20);

    /** At which question for the number of batches an Error comes, as memory may end anywhere; 0 for never. */
    private int failAt;

    private final Leaders leaders = new Leaders(() -> {
        if (failAt > 0 && --failAt == 0) {
            throw new OutOfMemoryError("once");
        }
        return 2;
    });

    @Test
    void whatALeaderHasInHandWhenItLeavesIsTheNextOnes() {
        Pending first = entered(CART);
        Batch batch = taken(first);
        Pending second = entered(CART);
        assertFalse(second.leads(), "leads while its stream is in a batch");
        leaders.leave(first);
        assertTrue(second.leads());
        assertTrue(batch == taken(second) && batch.isLeft(), "the next batch is the one that was left");
        leaders.end(second);
        assertEquals(List.of(second), taken(second).appends());
        finish(second);
        requireIdle();
    }

    @Test
    void anErrorWhileABatchIsTakenLeavesTheStreamToOthers() {
        Pending first = entered(CART);
        failAt = 1;
        assertThrows(OutOfMemoryError.class, () -> leaders.take(first));
        leaders.leave(first);
        requireFree(CART);
    }

    @Test
    void anErrorWhileItEntersLeavesNoCountBehind() {
        Pending leads = entered(CART);
        Pending own = Appends.to(OTHER);
        leaders.begin();
        failAt = 1;
        assertThrows(OutOfMemoryError.class, () -> leaders.enter(own));
        leaders.leave(own);
        assertEquals(List.of(leads), taken(leads).appends(), "the appends that wait");
        finish(leads);
        requireFree(OTHER);
    }

    @Test
    void anErrorAfterOthersJoinedLeavesThemToTheNextLeader() {
        Pending first = entered(CART);
        Batch batch = taken(first);
        Pending joins = entered(OTHER);
        assertEquals(List.of(joins), leaders.join(batch, 10));
        leaders.leave(first);
        assertTrue(joins.leads());
        assertEquals(List.of(first, joins), taken(joins).appends());
        assertEquals(List.of(joins), batch.open());
        finish(joins);
        requireFree(OTHER);
    }

    @Test
    void anAppendThatIsWithdrawnIsNobodysToWrite() {
        Pending first = entered(CART);
        Batch batch = taken(first);
        Pending waits = entered(CART);
        assertTrue(leaders.withdraw(waits));
        assertFalse(leaders.withdraw(first), "in a batch, it cannot be withdrawn");
        succeed(first);
        leaders.end(first);
        assertNull(leaders.take(first));
        leaders.leave(first);
        assertFalse(waits.leads(), "leads, though it was withdrawn");
        leaders.leave(waits);
        assertEquals(List.of(first), batch.appends());
        requireIdle();
    }

    @Test
    void aLeaderWhoseAppendIsInAnotherBatchLeadsNoLonger() {
        Pending first = entered(CART);
        Batch batch = taken(first);
        Pending second = entered(OTHER);
        leaders.leave(first);
        Batch left = taken(second);
        assertTrue(left == batch, "what was left comes first");
        Pending third = entered(StreamId.of("cart", "3"));
        assertTrue(third.leads());
        assertEquals(List.of(second, third), taken(third).appends());
        leaders.end(second);
        assertNull(leaders.take(second));
        assertFalse(second.leads());
        succeed(second);
        finish(third);
        leaders.leave(second);
        requireIdle();
    }

    @Test
    void closingLetsNobodyIn() {
        requireIdle();
        assertThrows(ClosedException.class, leaders::begin);
    }

    private Pending entered(StreamId stream) {
        Pending own = Appends.to(stream);
        leaders.begin();
        leaders.enter(own);
        return own;
    }

    private Batch taken(Pending leader) {
        Batch batch = leaders.take(leader);
        assertNotNull(batch, "the batch of a leader");
        return batch;
    }

    /** Its batch is stored, and it leaves. */
    private void finish(Pending leader) {
        succeed(leader);
        leaders.end(leader);
        leaders.leave(leader);
    }

    private static void succeed(Pending pending) {
        pending.succeed(() -> AppendResult.ofNothing(CommitId.fresh(), StreamHead.absent(CART)));
    }

    /** Another append to this stream leads at once, and writes. */
    private void requireFree(StreamId stream) {
        Pending next = entered(stream);
        assertTrue(next.leads(), "the next append to " + stream + " leads");
        for (Batch batch = taken(next); batch.isLeft(); batch = taken(next)) {
            leaders.end(next);
        }
        finish(next);
        requireIdle();
    }

    private void requireIdle() {
        assertTimeout(
                Duration.ofSeconds(10),
                () -> leaders.close(Deadline.in(LONG)),
                "closing waits for appends that are there");
    }
}
