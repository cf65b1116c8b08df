package org.synapse4j.core.command;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.core.errors.CommandFailedException;
import org.synapse4j.core.errors.CommandPendingException;
import org.synapse4j.core.unitofwork.Worked;

/**
 * Sends commands to a bus on other threads, those of an executor, which may be virtual ones. Commands that are for the same thing are
 * carried out one after the other, in the order in which they were sent here, so that they do not meet in conflicts. Thread-safe.
 */
public final class CommandGateway implements AutoCloseable {
    private final CommandBus bus;
    private final Executor executor;
    private final Function<Object, @Nullable Object> order;
    /** The last command that was sent for each thing, until it has ended. */
    private final ConcurrentHashMap<Object, CompletableFuture<?>> last = new ConcurrentHashMap<>();

    /** The commands that were sent and have not ended. */
    private final ConcurrentHashMap<Object, CompletableFuture<?>> pending = new ConcurrentHashMap<>();

    private volatile boolean closed;

    private CommandGateway(CommandBus bus, Executor executor, Function<Object, @Nullable Object> order) {
        this.bus = Objects.requireNonNull(bus, "bus");
        this.executor = Objects.requireNonNull(executor, "executor");
        this.order = Objects.requireNonNull(order, "order");
    }

    /** A gateway that keeps no order. */
    public static CommandGateway of(CommandBus bus, Executor executor) {
        return new CommandGateway(bus, executor, payload -> null);
    }

    /**
     * A gateway that keeps the order of commands that are for the same thing.
     *
     * @param order what a payload is for, such as the identifier of its aggregate; null, if it has to wait for no other
     */
    public static CommandGateway inOrder(CommandBus bus, Executor executor, Function<Object, @Nullable Object> order) {
        return new CommandGateway(bus, executor, order);
    }

    /**
     * Sends a command. Does not block, unless the executor does.
     *
     * @param given a payload, or a {@link Command}
     * @return what {@link CommandBus#dispatch} returns or throws, when it does; a {@link ClosedException} if the executor takes no more
     * @throws ClosedException after {@link #close()}
     */
    public CompletableFuture<Worked<?>> send(Object given) {
        Command<?> command = Command.from(given);
        @Nullable Object key = order.apply(command.payload());
        CompletableFuture<Worked<?>> result = new CompletableFuture<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Object token = new Object();
        // First noted, then looked: whoever closes waits for this one, or this one sees that it is closed.
        pending.put(token, ended);
        if (closed) {
            pending.remove(token);
            ended.complete(null);
            throw new ClosedException("the command gateway");
        }
        @Nullable CompletableFuture<?> before = key == null ? null : last.put(key, ended);
        CompletableFuture<?> unused = (before == null ? CompletableFuture.completedFuture(null) : before)
                .thenRunAsync(() -> carryOut(command, result), executor)
                .whenComplete((nothing, rejected) -> {
                    if (key != null) {
                        last.remove(key, ended);
                    }
                    pending.remove(token);
                    ended.complete(null);
                    if (rejected != null) {
                        result.completeExceptionally(
                                new ClosedException("the executor of the command gateway", rejected));
                    }
                });
        return result;
    }

    /**
     * Sends a command and waits for what it leads to. Blocking.
     *
     * @param given a payload, or a {@link Command}
     * @param atMost how long
     * @return what {@link CommandBus#dispatch} returns; what it throws, this throws
     * @throws CommandPendingException if it has not ended then, or if this thread is interrupted; it may still be carried out
     * @throws ClosedException after {@link #close()}, or if the executor takes no more
     */
    public Worked<?> sendAndWait(Object given, Duration atMost) {
        Command<?> command = Command.from(given);
        try {
            return send(command).get(TimeUnit.NANOSECONDS.convert(atMost), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new CommandPendingException(command.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandPendingException(command.toString(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException error) {
                throw error;
            }
            if (e.getCause() instanceof Exception undeclared) {
                throw new CommandFailedException(command.payload().getClass(), undeclared);
            }
            throw new IllegalStateException("A bus threw what is neither an exception nor an error", e);
        }
    }

    /** Takes no more commands, and waits until those that were sent have ended, or until the thread is interrupted. Not from a handler. */
    @Override
    public void close() {
        closed = true;
        for (CompletableFuture<?> ended : pending.values()) {
            try {
                ended.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException("The end of a command cannot fail", e);
            }
        }
    }

    /** How many commands have been sent and have not ended, or are remembered for the order of others. */
    int waiting() {
        return Math.max(pending.size(), last.size());
    }

    private void carryOut(Command<?> command, CompletableFuture<Worked<?>> result) {
        try {
            result.complete(bus.dispatch(command));
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }
}
