package org.synapse4j.subscriptions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.errors.TransientException;

/**
 * One partition of a subscription in this process: has its lease or not, gives it the events of its keys, saves, and applies the policy to what
 * fails. One thread works on it; others look at its state.
 */
final class Partition {
    private static final Logger LOG = LoggerFactory.getLogger(Partition.class);

    /** How a partition goes on after an event was offered to it. */
    enum Next {
        /** With the next event. */
        GOES_ON,
        /** With the first event that it has not passed, once its pause is over. */
        BEGINS_AGAIN,
        /** Not at all: the lease is lost, or was given back. */
        LEFT
    }

    private final int number;
    private final LeaseKeeper keeper;
    private final SubscriptionSettings settings;
    private final Shared shared;
    private final Handling handling;

    private volatile SubscriptionState state = SubscriptionState.WAITING;
    private volatile Optional<String> error = Optional.empty();

    /** Events that the handler is to be given together, and up to where everything is passed when it has returned. */
    private final List<StoredEvent> batch = new ArrayList<>();

    private Position batchEnd = Position.START;

    /** Up to where events are given one at a time, since a batch failed. */
    private Position singlyUpTo = Position.START;

    /** The event at which the handler failed last, as its position and index, and how often it did in a row. */
    private Position failedAt = Position.START;

    private int failedIndex;
    private int failures;

    /** Events of an earlier time are passed over. */
    private Instant earliest = Instant.MIN;

    private ParkedKeys parked = ParkedKeys.of(Map.of());

    private HandledBefore before = HandledBefore.NOTHING;

    private int unsaved;
    private long savedAt;

    Partition(int number, LeaseKeeper keeper, SubscriptionSettings settings, Shared shared, Handling handling) {
        this.number = number;
        this.keeper = keeper;
        this.settings = settings;
        this.shared = shared;
        this.handling = handling;
    }

    int number() {
        return number;
    }

    LeaseKeeper keeper() {
        return keeper;
    }

    SubscriptionState state() {
        return state;
    }

    Optional<String> error() {
        return error;
    }

    /** Says what became of it without it. */
    void is(SubscriptionState now, Optional<String> why) {
        state = now;
        error = why;
    }

    /** Begins after what its lease says was passed. */
    void begin() {
        batch.clear();
        batchEnd = keeper.passed();
    }

    /** Said when the lease was just taken. */
    void taken() {
        is(SubscriptionState.RUNNING, Optional.empty());
        failures = 0;
        earliest = Optional.ofNullable(keeper.notes().get(Notes.SINCE))
                .map(Instant::parse)
                .orElse(Instant.MIN);
        parked = ParkedKeys.of(keeper.notes());
        before = HandledBefore.parse(keeper.notes().get(Notes.HANDLED_BEFORE));
        saved();
        begin();
    }

    /** Whether the lease is held; one that has run out is renewed, unless another has it. */
    boolean holds() {
        return keeper.held() || keeper.save();
    }

    /**
     * Gives this event to the handler, or keeps it for a batch.
     *
     * @param end up to where everything is passed once it was handled
     */
    Next offer(StoredEvent event, Position end) throws InterruptedException {
        if (event.position().compareTo(batchEnd) <= 0
                || event.time().isBefore(earliest)
                || (!before.isEmpty() && before.contains(settings.keys().of(event), event.position()))) {
            return Next.GOES_ON;
        }
        if (!holds()) {
            return Next.LEFT;
        }
        if (!parked.isEmpty() && parked.contains(settings.keys().of(event))) {
            return await(event, end);
        }
        batch.add(event);
        batchEnd = later(end, batchEnd);
        // What an upcaster made of one stored event has one position, and is in a batch together.
        boolean whole = settings.batch() == 1 || end.compareTo(event.position()) >= 0;
        boolean full = batch.size() >= settings.batch() || event.position().compareTo(singlyUpTo) <= 0;
        return whole && full ? handleBatch() : Next.GOES_ON;
    }

    /** Notes that all up to here was looked at, and was not this partition's but for what it was offered. */
    void looked(Position position) {
        if (batch.isEmpty() && position.compareTo(keeper.passed()) > 0) {
            batchEnd = position;
            keeper.pass(position);
        }
        if (!before.isEmpty() && keeper.passed().compareTo(before.last()) >= 0) {
            before = HandledBefore.NOTHING;
            keeper.forget(Notes.HANDLED_BEFORE);
        }
    }

    /** Handles what was kept for a batch, since nothing more comes for now, and saves. */
    Next caughtUp() throws InterruptedException {
        Next next = batch.isEmpty() ? Next.GOES_ON : handleBatch();
        if (next == Next.GOES_ON) {
            if (unsaved > 0) {
                save();
            }
            if (state != SubscriptionState.CAUGHT_UP) {
                handling.caughtUp(keeper.passed(), keeper);
            }
            state = SubscriptionState.CAUGHT_UP;
        }
        return next;
    }

    /** How long to wait before it begins again. */
    long pause() {
        return failures == 0 ? 0 : Math.max(settings.onFailure().pause(failures), 1);
    }

    /** Saves and gives the lease back, for another process to take. */
    void giveUp() {
        batch.clear();
        is(SubscriptionState.WAITING, Optional.empty());
        keeper.release();
    }

    /** The keys that are parked. */
    ParkedKeys parked() {
        return parked;
    }

    /** Whether it has yet to come to where all of its former partitions were: until then what waits is not only what it has passed. */
    boolean isRescaled() {
        return !before.isEmpty();
    }

    /** Gives the handler an event of a parked key that is to be tried again. False if that has to wait. */
    boolean tryAgain(StoredEvent event, String key) throws InterruptedException {
        Optional<ParkedKey> letter = parked.get(number, key).filter(one -> parked.isToBeTried(key));
        if (letter.filter(one -> one.first().compareTo(event.position()) <= 0).isEmpty()
                || event.position().compareTo(keeper.passed()) > 0
                || !holds()) {
            return true;
        }
        Throwable thrown = handling.handle(List.of(event), keeper);
        if (thrown == null) {
            ParkedKey rest = letter.orElseThrow().handled(event.position());
            note(ParkedKeys.with(keeper.notes(), rest, ParkedKeys.again()));
        } else if (FailurePolicy.passes(thrown)) {
            return false;
        } else {
            LOG.warn("Subscription {} leaves {} parked", settings.name(), key, thrown);
            String what = thrown.getClass().getName();
            note(ParkedKeys.with(keeper.notes(), letter.orElseThrow().failed(event.position(), what), ""));
        }
        unsaved++;
        saveIfDue();
        return true;
    }

    /** Frees the keys that were tried again, since nothing waits for them any more. */
    void free() {
        Map<String, String> notes = keeper.notes();
        for (ParkedKey tried : parked.toBeTried(number)) {
            notes = ParkedKeys.without(notes, tried.key());
        }
        note(notes);
        save();
    }

    private void note(Map<String, String> notes) {
        keeper.pass(keeper.passed(), notes);
        parked = ParkedKeys.of(notes);
    }

    /** Has an event of a parked key wait with those before it. */
    private Next await(StoredEvent event, Position end) throws InterruptedException {
        if (!batch.isEmpty()) {
            Next next = handleBatch();
            if (next != Next.GOES_ON) {
                return next;
            }
        }
        String key = settings.keys().of(event);
        ParkedKey letter = parked.get(number, key).orElseThrow();
        if (settings.onFailure().last() instanceof FailurePolicy.Park most && parked.isFull(most, key)) {
            String what = "no room for parked events at position " + event.position();
            if (makesRoom()) {
                failures = 1;
                return Next.BEGINS_AGAIN;
            }
            return stop(what, new IllegalStateException(what));
        }
        boolean again = parked.isToBeTried(key);
        batchEnd = later(end, batchEnd);
        pass(1, ParkedKeys.with(keeper.notes(), letter.oneMore(), again ? ParkedKeys.again() : ""));
        parked = ParkedKeys.of(keeper.notes());
        return Next.GOES_ON;
    }

    private Next handleBatch() throws InterruptedException {
        List<StoredEvent> events = List.copyOf(batch);
        if (!holds()) {
            return Next.LEFT;
        }
        batch.clear();
        Throwable thrown = handling.handle(events, keeper);
        if (thrown == null) {
            is(SubscriptionState.RUNNING, Optional.empty());
            pass(events.size(), keeper.notes());
            return Next.GOES_ON;
        }
        if (!events.get(0).position().equals(events.get(events.size() - 1).position())) {
            LOG.debug("Subscription {} handles a batch's events singly", settings.name(), thrown);
            singlyUpTo = events.get(events.size() - 1).position();
            failures = 0;
            return Next.BEGINS_AGAIN;
        }
        return failed(events.get(0), thrown);
    }

    /** What the policy wants of an event that failed. */
    private Next failed(StoredEvent event, Throwable thrown) {
        FailurePolicy policy = settings.onFailure();
        String what = thrown.getClass().getName() + " at position " + event.position();
        error = Optional.of(what);
        count(event);
        if (FailurePolicy.passes(thrown) || (failures <= policy.retries() && !(thrown instanceof Error))) {
            LOG.debug("Subscription {} tries again: {}", settings.name(), what, thrown);
            state = SubscriptionState.RETRYING;
            return Next.BEGINS_AGAIN;
        }
        String key = settings.keys().of(event);
        if (policy.last() instanceof FailurePolicy.Skip) {
            LOG.warn("Subscription {} skips an event: {}", settings.name(), what, thrown);
            String skipped = Notes.oneMore(keeper.notes().get(Notes.SKIPPED), what);
            pass(1, Notes.with(keeper.notes(), Notes.SKIPPED, skipped));
            return Next.GOES_ON;
        }
        if (policy.last() instanceof FailurePolicy.Park most && !parked.isFull(most, key)) {
            LOG.warn("Subscription {} parks {}: {}", settings.name(), key, what, thrown);
            ParkedKey letter = new ParkedKey(
                    number,
                    key,
                    event.position(),
                    1,
                    failures,
                    thrown.getClass().getName(),
                    Instant.now());
            pass(1, ParkedKeys.with(keeper.notes(), letter, ""));
            parked = ParkedKeys.of(keeper.notes());
            return Next.GOES_ON;
        }
        return makesRoom() ? Next.BEGINS_AGAIN : stop(what, thrown);
    }

    /** Whether keys are being tried again, which may make room for others. */
    private boolean makesRoom() {
        return settings.onFailure().last() instanceof FailurePolicy.Park
                && !parked.toBeTried(number).isEmpty();
    }

    /** Notes, in one, up to where all was handled, skipped or parked, and what is kept beside that. */
    private void pass(int events, Map<String, String> notes) {
        keeper.pass(batchEnd, notes);
        unsaved += events;
        saveIfDue();
    }

    private static Position later(Position one, Position other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private Next stop(String what, Throwable thrown) {
        LOG.error("Subscription {} stops: {}", settings.name(), what, thrown);
        keeper.note(Notes.FAILED, what);
        try {
            keeper.release();
        } catch (TransientException unsaved) {
            keeper.forget(Notes.FAILED);
            throw unsaved;
        }
        is(SubscriptionState.FAILED, Optional.of(what));
        return Next.LEFT;
    }

    /** Counts failures of one event; what was handled again before it, as earlier parts of the same stored event, takes none away. */
    private void count(StoredEvent event) {
        boolean same = event.position().equals(failedAt) && event.index() == failedIndex;
        failures = same ? failures + 1 : 1;
        failedAt = event.position();
        failedIndex = event.index();
    }

    private void saveIfDue() {
        boolean due = unsaved >= settings.checkpointEvents()
                || shared.clock().getAsLong() - savedAt
                        >= settings.checkpointTime().toNanos();
        if (due) {
            save();
        }
    }

    private void save() {
        if (keeper.save()) {
            saved();
        }
    }

    private void saved() {
        unsaved = 0;
        savedAt = shared.clock().getAsLong();
    }
}
