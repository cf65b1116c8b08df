package org.synapse4j.core.unitofwork;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Commit;
import org.synapse4j.api.Commit.StreamEvent;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.ConflictException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.RolledBackException;
import org.synapse4j.core.repository.Repository;

/**
 * A unit of work as an object, for who cannot pass a function to {@link UnitsOfWork#run}: nothing is run again here. It ends by {@link
 * #commit} or {@link #rollback}, once; closing it rolls back what did not end. For one thread at a time, whichever it is: a second one that
 * calls meanwhile gets a {@link MisuseException}.
 */
public final class UnitOfWork implements Work, AutoCloseable {
    private enum State {
        OPEN,
        /** Nested, and committed: what it did is the outer one's. */
        HANDED_OVER,
        COMMITTED,
        ROLLED_BACK
    }

    private final WorkSettings settings;
    private final Nest nest;
    private final @Nullable UnitOfWork outer;
    private final Turns turns;
    private final Callbacks callbacks;
    private final Membership membership;
    private final List<UnitOfWork> inners = new ArrayList<>();
    private final @Nullable RunningTransaction<?> transaction;
    private State state = State.OPEN;
    /** Whether something was undone that an aggregate still shows: what a nested unit did to it, or an event that a listener refused. */
    private boolean rollbackOnly;

    private @Nullable Throwable rollbackCause;

    private UnitOfWork(WorkSettings settings, Nest nest, @Nullable UnitOfWork outer, Turns turns) {
        this.settings = settings;
        this.nest = nest;
        this.outer = outer;
        this.turns = turns;
        this.callbacks = new Callbacks(settings.listeners());
        this.membership = new Membership(nest, this, this::applied);
        this.transaction = outer == null && settings.transactions() != null
                ? RunningTransaction.begin(settings.transactions())
                : null;
    }

    static UnitOfWork start(WorkSettings settings, CommitId commitId) {
        UnitOfWork root = new UnitOfWork(settings, new Nest(settings.store(), commitId), null, new Turns());
        root.nest.opened(root);
        return root;
    }

    @Override
    public void listen(Listener listener) {
        use(() -> {
            callbacks.add(listener);
            return null;
        });
    }

    /** Begins a unit that is nested in this one. Until it ends, this one cannot be committed. */
    public UnitOfWork nest() {
        return use(() -> {
            UnitOfWork inner = new UnitOfWork(settings, nest, this, turns);
            inners.add(inner);
            nest.opened(inner);
            return inner;
        });
    }

    @Override
    public <S> Aggregate<S> load(Repository<S> repository, String id) {
        return use(() -> membership.load(repository, id));
    }

    @Override
    public <S> Aggregate<S> load(Repository<S> repository, String id, Version expected) {
        return use(() -> membership.load(repository, id, expected));
    }

    @Override
    public <S> Optional<Aggregate<S>> find(Repository<S> repository, String id) {
        return use(() -> membership.find(repository, id));
    }

    @Override
    public <S> Aggregate<S> read(Repository<S> repository, String id) {
        return use(() -> membership.read(repository, id));
    }

    @Override
    public <S> Aggregate<S> add(Repository<S> repository, String id) {
        return use(() -> membership.add(repository, id));
    }

    @Override
    public <S> void add(Repository<S> repository, Aggregate<S> aggregate) {
        use(() -> {
            membership.add(repository, aggregate);
            return null;
        });
    }

    @Override
    public <S> Aggregate<S> loadOrAdd(Repository<S> repository, String id) {
        return use(() -> membership.find(repository, id).orElseGet(() -> membership.add(repository, id)));
    }

    @Override
    public void append(StreamId stream, Object... events) {
        use(() -> {
            if (nest.holds(stream)) {
                throw new MisuseException("The aggregate " + stream + " is here: apply the events to it");
            }
            List<NewEvent> whole = new ArrayList<>(events.length);
            for (Object event : events) {
                if (event == null) {
                    throw new InvalidValueException("events", "hold null");
                }
                whole.add(event instanceof NewEvent given ? given : NewEvent.of(event));
            }
            whole.forEach(event -> happened(stream, event));
            return null;
        });
    }

    @Override
    public void unlessAny(EventQuery query, Position after) {
        use(() -> {
            nest.unlessAny(query, after);
            return null;
        });
    }

    @Override
    public EventStore store() {
        return settings.store();
    }

    @Override
    public List<StreamEvent> events() {
        return nest.events();
    }

    @Override
    public Map<Object, Object> resources() {
        return nest.resources();
    }

    @Override
    public <R extends @Nullable Object> R nested(Function<? super Work, ? extends R> inner) {
        UnitOfWork unit = nest();
        R value;
        try {
            value = inner.apply(unit);
        } catch (Throwable e) {
            unit.end(e);
            throw e;
        }
        unit.commit();
        return value;
    }

    /**
     * Stores all that happened as one commit, or, of a nested unit, hands it over to the outer one. Whatever fails before it is stored rolls
     * the unit back and is thrown; nothing is undone, and nothing thrown, afterwards: see {@link #problems()}.
     *
     * @return what the append said; empty if nothing happened, and of a nested unit
     * @throws MisuseException if it has ended, or a unit nested in it has not, or a root in it is half changed
     * @throws RolledBackException if a nested unit took back what it had changed of this one
     * @throws ConflictException if others stored something first
     * @throws OutcomeUnknownException if it is not known whether it is stored, after appending the same commit again and again
     */
    public Optional<AppendResult> commit() {
        return use(() -> {
            if (!nest.isInnermost(this)) {
                throw new MisuseException("A unit of work nested in this one has not ended");
            }
            Optional<AppendResult> result;
            try {
                result = outer == null ? stored() : handedOver(outer);
            } catch (Throwable e) {
                undo(e);
                throw e;
            }
            if (outer == null) {
                finish(result);
            }
            return result;
        });
    }

    /**
     * Ends the unit and all that are open in it; nothing of it is stored.
     *
     * @param cause why, for the listeners
     * @throws MisuseException if it has ended
     */
    public void rollback(@Nullable Throwable cause) {
        use(() -> {
            undo(cause);
            return null;
        });
    }

    /** Rolls it back if it has not ended; where another thread is in a call, when that has ended. */
    @Override
    public void close() {
        end(null);
    }

    /** Rolls it back if it has not ended, as {@link #close}. */
    void end(@Nullable Throwable cause) {
        turns.takeOrLeave(() -> {
            if (state == State.OPEN) {
                undo(cause);
                unlockIfOver();
            }
        });
    }

    /** The errors that came when nothing could be undone any more: in listeners, or in the commit of a transaction. */
    public List<Throwable> problems() {
        List<Throwable> all = new ArrayList<>();
        inners.forEach(inner -> all.addAll(inner.problems()));
        all.addAll(callbacks.problems());
        return Collections.unmodifiableList(all);
    }

    private Optional<AppendResult> stored() {
        if (rollbackOnly) {
            throw new RolledBackException(rollbackCause);
        }
        prepare();
        nest.resolve();
        Optional<Commit> commit = nest.commit();
        Optional<AppendResult> result = commit.map(all -> Appending.append(settings.store(), all, settings.retry()));
        state = State.COMMITTED;
        nest.closed(this);
        callbacks.guarded(() -> "to note what is stored", () -> nest.stored(result));
        commit.ifPresent(all -> result.ifPresent(places -> publish(all, places)));
        return result;
    }

    private Optional<AppendResult> handedOver(UnitOfWork to) {
        prepare();
        state = State.HANDED_OVER;
        nest.closed(this);
        nest.handOver(this, to);
        return Optional.empty();
    }

    private void prepare() {
        int known;
        do {
            known = nest.size();
            callbacks.inOrder(listener -> listener.prepareCommit(this));
        } while (nest.size() > known);
        if (!nest.isInnermost(this)) {
            throw new MisuseException("A listener has begun a unit of work in this one, and not ended it");
        }
    }

    private void publish(Commit commit, AppendResult result) {
        for (int i = 0; i < result.places().size(); i++) {
            Happened happened = new Happened(result.places().get(i), result.commitId(), (NewEvent)
                    commit.events().get(i).event());
            for (EventListener listener : settings.eventListeners()) {
                callbacks.guarded(listener::name, () -> listener.on(happened));
            }
        }
    }

    private void finish(Optional<AppendResult> result) {
        if (transaction != null) {
            callbacks.eachInOrder("beforeTransactionCommit", listener -> listener.beforeTransactionCommit(this));
            callbacks.guarded(() -> "the commit of the transaction", transaction::commit);
        }
        afterCommit(result);
        cleanUp();
    }

    private void afterCommit(Optional<AppendResult> result) {
        for (UnitOfWork inner : inners) {
            if (inner.state == State.HANDED_OVER) {
                inner.state = State.COMMITTED;
                inner.afterCommit(result);
            }
        }
        callbacks.eachReversed("afterCommit", listener -> listener.afterCommit(this, result));
    }

    private void undo(@Nullable Throwable cause) {
        for (int i = inners.size() - 1; i >= 0; i--) {
            if (inners.get(i).state == State.OPEN) {
                inners.get(i).undo(cause);
            }
        }
        nest.closed(this);
        if (outer == null) {
            nest.notStored();
            if (transaction != null) {
                callbacks.guarded(() -> "the rollback of the transaction", transaction::rollback);
            }
        } else if (!nest.drop(this)) {
            outermost().allowRollbackOnly(cause);
        }
        tellRolledBack(cause);
        if (outer == null) {
            cleanUp();
        }
    }

    private void tellRolledBack(@Nullable Throwable cause) {
        state = State.ROLLED_BACK;
        for (int i = inners.size() - 1; i >= 0; i--) {
            if (inners.get(i).state == State.HANDED_OVER) {
                inners.get(i).tellRolledBack(cause);
            }
        }
        callbacks.eachReversed("rolledBack", listener -> listener.rolledBack(this, cause));
    }

    private void cleanUp() {
        inners.forEach(UnitOfWork::cleanUp);
        callbacks.eachReversed("cleanUp", listener -> listener.cleanUp(this));
    }

    private UnitOfWork outermost() {
        return outer == null ? this : outer.outermost();
    }

    private void allowRollbackOnly(@Nullable Throwable cause) {
        rollbackOnly = true;
        rollbackCause = cause;
    }

    /** Something was applied to an aggregate; the unit that brought it may have ended, but not the outermost one. */
    private void applied(StreamId stream, NewEvent event) {
        outermost().use(() -> {
            happened(stream, event);
            return null;
        });
    }

    /** An event is told to the listeners of the innermost unit, in which it happens, whoever brought the aggregate. */
    private void happened(StreamId stream, NewEvent event) {
        UnitOfWork innermost = (UnitOfWork) Objects.requireNonNull(nest.innermost(), "open unit");
        try {
            nest.happened(stream, () -> innermost.callbacks.applied(innermost, stream, event));
        } catch (Throwable e) {
            outermost().allowRollbackOnly(e);
            throw e;
        }
    }

    private <R extends @Nullable Object> R use(Supplier<R> call) {
        return turns.take(() -> {
            if (state != State.OPEN) {
                throw new MisuseException("This unit of work has ended");
            }
            try {
                return call.get();
            } finally {
                unlockIfOver();
            }
        });
    }

    private void unlockIfOver() {
        if (outermost().state != State.OPEN) {
            nest.unlock();
        }
    }
}
