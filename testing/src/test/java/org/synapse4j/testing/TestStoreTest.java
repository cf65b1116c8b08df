package org.synapse4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.subscriptions.FailurePolicy;
import org.synapse4j.subscriptions.NotPassedException;
import org.synapse4j.subscriptions.Start;
import org.synapse4j.subscriptions.Subscription;
import org.synapse4j.subscriptions.SubscriptionState;

/** What an application's test does with subscriptions. */
@Timeout(20)
class TestStoreTest {
    record Paid(int amount) {}

    record Sent(int amount) {}

    private static final StreamId ORDER = StreamId.of("order", "1");
    private static final StreamId MAILS = StreamId.of("mails", "1");
    private static final Duration DAY = Duration.ofDays(1);

    private final TestStore test = TestStore.open(
            EventTypes.builder().add("Paid", Paid.class).add("Sent", Sent.class).build());
    private final List<Integer> handled = new ArrayList<>();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    @DisplayName("drain gives what there is, also what a handler appends, in this thread, and nothing is given before")
    void drains() {
        Thread mine = Thread.currentThread();
        sending();
        test.subscriptions()
                .named("sent")
                .matching(EventQuery.types("Sent"))
                .from(Start.BEGINNING)
                .handle((event, lease) -> {
                    assertEquals(mine, Thread.currentThread());
                    assertTrue(lease.held());
                    handled.add(event.payload(Sent.class).amount());
                });
        pay(1, 2);
        assertEquals(List.of(), handled);
        test.drain();
        assertEquals(List.of(1, 2), handled);
        test.drain();
        assertEquals(List.of(1, 2), handled);
        pay(3);
        test.drain();
        assertEquals(List.of(1, 2, 3), handled);
    }

    @Test
    @DisplayName("drain throws what a handler threw, others go on, and it is tried again when its pause is over")
    void throwsWhatAHandlerThrew() {
        FailurePolicy policy = FailurePolicy.retry(1, DAY, DAY);
        Subscription failing = test.subscriptions()
                .named("failing")
                .from(Start.BEGINNING)
                .onFailure(policy)
                .handle((event, lease) -> {
                    handled.add(-event.payload(Paid.class).amount());
                    throw new IOException("no");
                });
        test.subscriptions()
                .named("fine")
                .from(Start.BEGINNING)
                .handle((event, lease) -> handled.add(event.payload(Paid.class).amount()));
        pay(1);
        AssertionError error = assertThrows(AssertionError.class, test::drain);
        assertTrue(error.getCause() instanceof IOException);
        assertEquals(List.of(-1, 1), handled);
        test.drain();
        assertEquals(List.of(-1, 1), handled);
        assertEquals(SubscriptionState.RETRYING, failing.status().get(0).state());
        test.advance(DAY.multipliedBy(2));
        assertThrows(AssertionError.class, test::drain);
        assertEquals(List.of(-1, 1, -1), handled);
        assertEquals(SubscriptionState.FAILED, failing.status().get(0).state());
        test.subscriptions().resume("failing");
        assertThrows(AssertionError.class, test::drain);
        assertEquals(List.of(-1, 1, -1, -1), handled);
    }

    @Test
    @DisplayName("an event that the policy skips is skipped silently, and an unchecked exception comes as it is")
    void skips() {
        IllegalStateException no = new IllegalStateException("no");
        test.subscriptions()
                .named("skipping")
                .from(Start.BEGINNING)
                .onFailure(FailurePolicy.retry(0, DAY, DAY).thenSkip())
                .handle((event, lease) -> {
                    throw no;
                });
        pay(1);
        test.drain();
        test.subscriptions().named("stopping").from(Start.BEGINNING).handle((event, lease) -> {
            throw no;
        });
        assertEquals(no, assertThrows(IllegalStateException.class, test::drain));
    }

    @Test
    @DisplayName("what was handled is given again after a position, and to nobody who is behind it")
    void deliversAgain() {
        Subscription mails = sending();
        pay(1, 2, 3);
        Position second = Position.of(2);
        test.drain();
        test.deliverAgain(second).drain();
        assertEquals(4, test.store().head(MAILS).version().value());
        test.deliverAgain(Position.MAX).drain();
        assertEquals(4, test.store().head(MAILS).version().value());
        mails.close();
        pay(4);
        test.drain();
        assertEquals(4, test.store().head(MAILS).version().value());
    }

    @Test
    @DisplayName("who waits for a position has the others work, and is told at once where that is not enough")
    void waits() throws InterruptedException {
        Subscription mails = sending();
        Position last = pay(1);
        mails.awaitPassed(last, DAY);
        assertEquals(1, test.store().head(MAILS).version().value());
        assertThrows(NotPassedException.class, () -> mails.awaitPassed(Position.of(100), DAY));
    }

    @Test
    @DisplayName(
            "the next appends to a stream lose a race, but for those that expect any version, and no more than said")
    void loses() {
        test.conflictNext(ORDER, 2);
        pay(1);
        for (int i = 0; i < 2; i++) {
            assertThrows(VersionConflictException.class, () -> test.store().append(ORDER, exactly(1), new Paid(2)));
        }
        test.store().append(MAILS, noStream(), new Sent(1));
        assertEquals(
                2, test.store().append(ORDER, exactly(1), new Paid(2)).version().value());
    }

    @Test
    @DisplayName("events have the time of the test's clock, a start by time goes by it, and leases outlast any pause")
    void time() {
        pay(1);
        Instant later = test.advance(DAY).clock().instant();
        pay(2);
        Subscription mails = test.subscriptions()
                .named("mails")
                .from(Start.since(later))
                .handle((event, lease) -> handled.add(event.payload(Paid.class).amount()));
        test.drain();
        assertEquals(List.of(2), handled);
        test.advance(DAY);
        pay(3);
        test.advance(Duration.ofHours(1));
        assertEquals(Duration.ofHours(1), mails.status().get(0).lag());
        test.drain();
        assertEquals(List.of(2, 3), handled);
    }

    private Subscription sending() {
        return test.subscriptions()
                .named("mails")
                .matching(EventQuery.types("Paid"))
                .from(Start.BEGINNING)
                .handle((event, lease) -> test.store()
                        .append(MAILS, any(), new Sent(event.payload(Paid.class).amount())));
    }

    private Position pay(int... amounts) {
        Position last = Position.START;
        for (int amount : amounts) {
            last = test.store().append(ORDER, any(), new Paid(amount)).position();
        }
        return last;
    }
}
