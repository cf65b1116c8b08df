package org.synapse4j.subscriptions;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.api.spi.StoredLease;

/**
 * Works on a partition, step by step: takes the lease, gives events to the handler, saves. One thread steps; the others look at its state, and renew.
 */
final class Worker {
    private static final Logger LOG = System.getLogger(Worker.class.getName());

    /**
     * What to do before the next step.
     *
     * @param nanos how long to wait; 0 not at all
     * @param forEvents whether to wait for events instead, as long as the lease is held
     */
    record Wait(long nanos, boolean forEvents) {
        static final Wait NOT = new Wait(0, false);
        static final Wait FOR_EVENTS = new Wait(0, true);

        static Wait of(long nanos) {
            return new Wait(nanos, false);
        }
    }

    private final Shared shared;
    private final SubscriptionSettings settings;
    private final EventHandler handler;
    private final LeaseKeeper keeper;
    private final BooleanSupplier closing;
    private final Rate rate;

    private volatile SubscriptionState state = SubscriptionState.WAITING;
    private volatile Optional<String> error = Optional.empty();

    /** Since when the handler has been at work on an event; 0 where it is not. */
    private volatile long handlingSince;

    /** Events of an earlier time are passed over. */
    private Instant earliest = Instant.MIN;

    /** The read under way. */
    private @Nullable EventStream events;

    /** The event whose handler failed, to be tried again, and how often it did. */
    private @Nullable StoredEvent failing;

    private int failures;
    private int outages;
    private int unsaved;
    private long savedAt;

    Worker(
            Shared shared,
            SubscriptionSettings settings,
            EventHandler handler,
            LeaseKeeper keeper,
            BooleanSupplier closing) {
        this.shared = shared;
        this.settings = settings;
        this.handler = handler;
        this.keeper = keeper;
        this.closing = closing;
        this.rate = new Rate(shared.clock());
    }

    /** Does what is due, and says when the next step is. */
    Wait step() throws InterruptedException {
        try {
            Wait next = keeper.has() ? work() : take();
            outages = 0;
            return next;
        } catch (TransientException passing) {
            closeRead();
            return again(passing, ++outages);
        }
    }

    /** Renews the lease, unless the handler has been at work for too long. */
    void renew() {
        long since = handlingSince;
        boolean tooLong = since != 0
                && settings.handlerTimeout()
                        .filter(most -> shared.clock().getAsLong() - since > most.toNanos())
                        .isPresent();
        if (keeper.has() && !tooLong && !keeper.save()) {
            shared.end().wake();
        }
    }

    /** Saves, gives the lease back, and ends the read. */
    void stop() {
        closeRead();
        state = SubscriptionState.CLOSED;
        if (keeper.has()) {
            keeper.release();
        }
    }

    SubscriptionState state() {
        return state;
    }

    Optional<String> error() {
        return error;
    }

    double eventsPerSecond() {
        return rate.perSecond();
    }

    private Wait take() {
        // A read under a lease that was lost goes on where that one was, not where the lease is now.
        closeRead();
        StoredLease stored = keeper.look();
        if (stored.notes().containsKey(Notes.FAILED)) {
            return rest(
                    SubscriptionState.FAILED, Optional.ofNullable(stored.notes().get(Notes.FAILED)));
        }
        if (stored.notes().containsKey(Notes.PAUSED)) {
            return rest(SubscriptionState.PAUSED, Optional.empty());
        }
        Notes.requireSameQuery(stored, settings.query());
        if (!keeper.mayTake(stored)) {
            return rest(SubscriptionState.WAITING, Optional.empty());
        }
        Position end = shared.store().end();
        boolean starts = stored.position().isEmpty();
        Position position = stored.position().orElseGet(() -> settings.start().position(shared.store(), end));
        if (!starts && position.compareTo(end) > 0) {
            throw new ConfigurationException(
                    "The checkpoint of subscription " + settings.name() + " is at " + position
                            + ", beyond the end of the feed, "
                            + end
                            + ": the store was restored from an older backup, or is another one. Rewind the subscription to"
                            + " where its effects are, or delete it.",
                    List.of());
        }
        Map<String, String> notes = Notes.with(stored.notes(), Notes.QUERY, Notes.of(settings.query()));
        Optional<Instant> since = settings.start().since();
        if (starts && since.isPresent()) {
            notes = Notes.with(notes, Notes.SINCE, since.get().toString());
        }
        if (keeper.take(stored, position, notes)) {
            earliest = Optional.ofNullable(notes.get(Notes.SINCE))
                    .map(Instant::parse)
                    .orElse(Instant.MIN);
            state = SubscriptionState.RUNNING;
            saved();
        }
        return Wait.NOT;
    }

    /** Nothing to do until somebody writes the lease: looked at often enough to take over right after a whole lease. */
    private Wait rest(SubscriptionState now, Optional<String> why) {
        state = now;
        error = why;
        return Wait.of(shared.lease().toNanos() / 8);
    }

    private Wait work() throws InterruptedException {
        if (!keeper.held() && !keeper.save()) {
            closeRead();
            return Wait.NOT;
        }
        EventStream read = events;
        if (read == null) {
            read = shared.store()
                    .feed(FeedRead.forwards().after(keeper.passed()).matching(settings.query()));
            events = read;
        }
        while (!closing.getAsBoolean() && keeper.held()) {
            StoredEvent event = failing;
            if (event == null) {
                if (!read.hasNext()) {
                    return caughtUp(read);
                }
                event = read.next();
            }
            if (event.time().isBefore(earliest)) {
                read.looked().ifPresent(keeper::pass);
                continue;
            }
            Throwable thrown = handled(event);
            if (thrown != null) {
                Wait wait = failed(event, thrown);
                if (!wait.equals(Wait.NOT)) {
                    return wait;
                }
            } else {
                state = SubscriptionState.RUNNING;
                error = Optional.empty();
                rate.count();
            }
            failing = null;
            failures = 0;
            read.looked().ifPresent(keeper::pass);
            unsaved++;
            saveIfDue();
        }
        return Wait.NOT;
    }

    private Wait caughtUp(EventStream read) {
        read.looked().ifPresent(keeper::pass);
        closeRead();
        if (unsaved > 0) {
            save();
        }
        state = SubscriptionState.CAUGHT_UP;
        return Wait.FOR_EVENTS;
    }

    private @Nullable Throwable handled(StoredEvent event) throws InterruptedException {
        handlingSince = Math.max(shared.clock().getAsLong(), 1);
        try {
            handler.handle(event, keeper);
            return null;
        } catch (InterruptedException ended) {
            failing = event;
            throw ended;
        } catch (Throwable thrown) {
            return thrown;
        } finally {
            handlingSince = 0;
        }
    }

    /** What the policy wants: to wait and try again, to stop, or, not waiting, to go on with the next event. */
    private Wait failed(StoredEvent event, Throwable thrown) {
        FailurePolicy policy = settings.onFailure();
        String what = thrown.getClass().getName() + " at position " + event.position();
        error = Optional.of(what);
        failing = event;
        failures++;
        if (thrown instanceof TransientException || (failures <= policy.retries() && !(thrown instanceof Error))) {
            LOG.log(Level.DEBUG, () -> "Subscription " + settings.name() + " tries again: " + what, thrown);
            return again(thrown, failures);
        }
        if (policy.skips()) {
            LOG.log(Level.WARNING, () -> "Subscription " + settings.name() + " skips an event: " + what, thrown);
            keeper.note(Notes.SKIPPED, Notes.oneMore(keeper.notes().get(Notes.SKIPPED), what));
            return Wait.NOT;
        }
        LOG.log(Level.ERROR, () -> "Subscription " + settings.name() + " stops: " + what, thrown);
        keeper.note(Notes.FAILED, what);
        closeRead();
        try {
            keeper.release();
        } catch (TransientException unsaved) {
            keeper.forget(Notes.FAILED);
            throw unsaved;
        }
        state = SubscriptionState.FAILED;
        return Wait.of(1);
    }

    private Wait again(Throwable thrown, int times) {
        state = SubscriptionState.RETRYING;
        error = error.or(() -> Optional.of(thrown.getClass().getName()));
        return Wait.of(Math.max(settings.onFailure().pause(times), 1));
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

    private void closeRead() {
        failing = null;
        failures = 0;
        EventStream read = events;
        events = null;
        if (read != null) {
            read.close();
        }
    }
}
