package org.synapse4j.core.unitofwork;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.errors.CapabilityMissingException;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.ConflictException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.RolledBackException;

/**
 * Where units of work come from (ADR 35). Immutable and thread-safe.
 *
 * <pre>{@code
 * Worked<Integer> worked = units.run(work -> {
 *     Aggregate<Account> from = work.load(accounts, "ada");
 *     Aggregate<Account> to = work.load(accounts, "bob");
 *     from.handle(decider, new Withdraw(10));
 *     to.handle(decider, new Deposit(10));
 *     return from.state().balance();
 * });                                                  // one commit: both, or none
 * }</pre>
 */
public final class UnitsOfWork {
    private final WorkSettings settings;

    private UnitsOfWork(WorkSettings settings) {
        this.settings = settings;
    }

    /** Units of work over this store, without listeners, tried as {@link Retry#standard()} says. */
    public static UnitsOfWork of(EventStore store) {
        return on(store).build();
    }

    /** Units of work to be put together. */
    public static Builder on(EventStore store) {
        return new Builder(store);
    }

    /** The store that they append to. */
    public EventStore store() {
        return settings.store();
    }

    /**
     * Runs a function in a unit of work and commits it: one append of all that happened, in the order in which it happened. After a
     * conflict, and after an error that may pass, the function is run again, whole, in another unit; so it must have no effect outside the
     * unit. Where it is unknown whether the commit is stored, it is appended again, and the function is not run. Blocking.
     *
     * <p>What the function throws rolls the unit back and is thrown. The last error carries those of earlier attempts as suppressed ones.
     * Errors of listeners after the append are none of these: see {@link Worked#problems()}.
     *
     * @throws ConflictException if others stored something first each time
     * @throws TransientException if the storage cannot be reached, or the thread is interrupted; nothing is stored
     * @throws OutcomeUnknownException if it stays unknown whether it is stored
     * @throws RolledBackException if a nested unit took back what it had done to an aggregate of this one
     * @throws MisuseException if a nested unit was begun and not ended, or a root is half changed
     * @throws CapabilityMissingException if it touches several streams, or depends on one that it only read, and the storage cannot; nothing
     *     is stored
     */
    public <R extends @Nullable Object> Worked<R> run(Function<? super Work, ? extends R> work) {
        return untilDone(tries -> attempt(CommitId.fresh(), work, tries.made()));
    }

    /** Runs what gives no value; as {@link #run}. */
    public Worked<@Nullable Void> perform(Consumer<? super Work> work) {
        return this.<@Nullable Void>run(unit -> {
            work.accept(unit);
            return null;
        });
    }

    /**
     * Runs a function in a unit of work whose commit has this id, unless that commit is stored already: then it is not run, and what the
     * append said the first time is the result. So what is asked for twice, by another process too, happens once. If nothing happened the
     * first time, nothing is remembered, and the function is run again. Otherwise as {@link #run}.
     */
    public <R extends @Nullable Object> Worked<@Nullable R> once(
            CommitId id, Function<? super Work, ? extends R> work) {
        Objects.requireNonNull(id, "commit id");
        return untilDone(tries -> {
            Optional<AppendResult> before = settings.store().find(id);
            if (before.isPresent()) {
                return repeated(before.get());
            }
            try {
                return attempt(id, work, tries.made());
            } catch (CommitIdReusedException e) {
                // Another process was first, between the look and the append.
                return repeated(settings.store().find(id).orElseThrow(() -> e));
            }
        });
    }

    /** Begins a unit of work, which the caller ends. Nothing of it is run again. */
    public UnitOfWork start() {
        return UnitOfWork.start(settings, CommitId.fresh());
    }

    private <R extends @Nullable Object> Worked<R> attempt(
            CommitId id, Function<? super Work, ? extends R> work, int attempt) {
        try (UnitOfWork unit = UnitOfWork.start(settings, id)) {
            R value;
            try {
                value = work.apply(unit);
            } catch (Throwable e) {
                unit.end(e);
                throw e;
            }
            return new Worked<>(value, unit.commit(), attempt, unit.problems());
        }
    }

    @SuppressWarnings("NullAway") // the value of a function that was not run
    private static <R extends @Nullable Object> Worked<@Nullable R> repeated(AppendResult first) {
        return new Worked<>(null, Optional.of(first), 0, List.of());
    }

    private <R> R untilDone(Function<Retry.Tries, R> attempt) {
        Retry.Tries tries = settings.retry().begin();
        List<Throwable> earlier = new ArrayList<>();
        while (true) {
            try {
                return attempt.apply(tries);
            } catch (Throwable e) {
                if (!Retry.mayBeDecidedAnew(e) || !tries.again()) {
                    earlier.stream().filter(other -> other != e).forEach(e::addSuppressed);
                    throw e;
                }
                earlier.add(e);
            }
        }
    }

    /** Puts units of work together. For one thread. */
    public static final class Builder {
        private final EventStore store;
        private final List<Work.Listener> listeners = new ArrayList<>();
        private final List<EventListener> eventListeners = new ArrayList<>();
        private @Nullable Transactions<?> transactions;
        private Retry retry = Retry.standard();

        private Builder(EventStore store) {
            this.store = Objects.requireNonNull(store, "store");
        }

        /** Lets these listen to each unit, nested ones too, in this order. */
        public Builder listeners(Work.Listener... more) {
            listeners.addAll(List.copyOf(Arrays.asList(more)));
            return this;
        }

        /** Lets these be told each event that was stored, one event after the other, each in this order. */
        public Builder publishingTo(EventListener... more) {
            eventListeners.addAll(List.copyOf(Arrays.asList(more)));
            return this;
        }

        /** Puts a transaction of another resource around each outermost unit. */
        public Builder transactions(Transactions<?> chosen) {
            transactions = Objects.requireNonNull(chosen, "transactions");
            return this;
        }

        /** How often functions are run again, and commits of which nothing is known are appended again. */
        public Builder retry(Retry chosen) {
            retry = Objects.requireNonNull(chosen, "retry");
            return this;
        }

        public UnitsOfWork build() {
            return new UnitsOfWork(new WorkSettings(store, listeners, eventListeners, transactions, retry));
        }
    }
}
