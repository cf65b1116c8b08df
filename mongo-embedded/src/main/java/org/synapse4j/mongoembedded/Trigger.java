package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When a fault happens; it then says what happens. Each of the methods that return a fault plans it, effective at once, in
 * memory, without blocking. Immutable, thread-safe.
 */
public final class Trigger {
    private final FaultSchedule schedule;
    private final int k;
    private final String command;
    private final String collection;
    /** Of no concern where it is null. */
    private final @Nullable Predicate<? super Map<String, Object>> written;

    private final int times;

    Trigger(FaultSchedule schedule, int k, String command) {
        this(schedule, k, command.toLowerCase(Locale.ROOT), "", null, 1);
    }

    private Trigger(
            FaultSchedule schedule,
            int k,
            String command,
            String collection,
            @Nullable Predicate<? super Map<String, Object>> written,
            int times) {
        if (k < 1 || times < 1) {
            throw new IllegalArgumentException(
                    "A fault happens at the first command or a later one, and at least once");
        }
        this.schedule = schedule;
        this.k = k;
        this.command = command;
        this.collection = collection;
        this.written = written;
        this.times = times;
    }

    /**
     * Counts only commands for this collection.
     *
     * @param name the collection, without its database; empty for any
     * @throws NullPointerException if it is null
     */
    public Trigger on(String name) {
        return new Trigger(schedule, k, command, Objects.requireNonNull(name, "name"), written, times);
    }

    /**
     * Counts only commands that write such a document: insert it, or put it in another one's place.
     *
     * @param documents whether a document is such a one
     * @throws NullPointerException if it is null
     */
    public Trigger writing(Predicate<? super Map<String, Object>> documents) {
        return new Trigger(schedule, k, command, collection, Objects.requireNonNull(documents, "documents"), times);
    }

    /**
     * Happens at so many commands in a row, not at one.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Trigger times(int count) {
        return new Trigger(schedule, k, command, collection, written, count);
    }

    /** The connection is dropped before the command is executed. */
    public Fault dropBefore() {
        return plan(FaultKind.DROP_BEFORE, 0, Duration.ZERO);
    }

    /** The connection is dropped after the command was executed: its answer is lost. */
    public Fault dropAfter() {
        return plan(FaultKind.DROP_AFTER, 0, Duration.ZERO);
    }

    /**
     * The command waits so long before it is executed.
     *
     * @param howLong how long; if it is not positive, not at all
     * @throws NullPointerException if it is null
     */
    public Fault delay(Duration howLong) {
        return plan(FaultKind.DELAY, 0, Objects.requireNonNull(howLong, "howLong"));
    }

    /**
     * The command is answered by this error, not executed.
     *
     * @param code such as 10107 (NotWritablePrimary), 11600 (InterruptedAtShutdown), 91 (ShutdownInProgress), 189
     *     (PrimarySteppedDown)
     * @param labels the error's labels, such as {@code RetryableWriteError}
     * @throws NullPointerException if one is null
     */
    public Fault fail(int code, String... labels) {
        return plan(FaultKind.FAIL, code, Duration.ZERO, List.of(labels));
    }

    /**
     * The command is executed, and its answer says that the write concern was not met.
     *
     * @param code such as 64 (WriteConcernFailed)
     */
    public Fault writeConcernError(int code) {
        return plan(FaultKind.WRITE_CONCERN_ERROR, code, Duration.ZERO);
    }

    /**
     * The first statements of a write are executed, the rest never, and the connection is dropped, as when a server dies between
     * the documents of one insert. Of a command that is no write, all is executed.
     *
     * @param statements how many documents, updates or deletes are executed
     * @throws IllegalArgumentException if it is negative
     */
    public Fault stopAfter(int statements) {
        return plan(FaultKind.STOP_AFTER, notNegative(statements), Duration.ZERO);
    }

    /**
     * The first statement of a write is executed, the rest never, and the answer is this error of the command as a whole, which does not say
     * how far it came.
     *
     * @param code such as 10334 (BSONObjectTooLarge)
     */
    public Fault failAfterFirst(int code) {
        return plan(FaultKind.FAIL_AFTER_FIRST, code, Duration.ZERO);
    }

    /**
     * The first statements of a write are executed; then it is held, its client waiting, until it is released, and the rest is
     * executed: a commit in flight. An ordered write goes no further than its first error. A command of fewer statements, or that is no
     * write, is held when all of it is executed.
     *
     * @param statements how many documents, updates or deletes are executed at once
     * @throws IllegalArgumentException if it is negative
     */
    public HoldingFault pauseAfter(int statements) {
        return plan(FaultKind.PAUSE_AFTER, notNegative(statements), Duration.ZERO);
    }

    /**
     * Each document is refused of which {@link #writing} is true, as by a validator or by an index that cannot take it: nothing of it is
     * written, and of an ordered write nothing behind it. The answer names it.
     *
     * @param code such as 121 (DocumentValidationFailure)
     */
    public Fault refuse(int code) {
        return plan(FaultKind.REFUSE, code, Duration.ZERO);
    }

    /** The command is held before it is executed, its client waiting, until it is released: a stalled writer. */
    public HoldingFault hold() {
        return plan(FaultKind.HOLD, 0, Duration.ZERO);
    }

    /** The connection is dropped at once, and the command is executed when it is released: a write that comes late. */
    public HoldingFault deliverLate() {
        return plan(FaultKind.DELIVER_LATE, 0, Duration.ZERO);
    }

    private static int notNegative(int statements) {
        if (statements < 0) {
            throw new IllegalArgumentException("Less than no statement cannot be executed: " + statements);
        }
        return statements;
    }

    private PlannedFault plan(FaultKind kind, int number, Duration delay) {
        return plan(kind, number, delay, List.of());
    }

    private PlannedFault plan(FaultKind kind, int number, Duration delay, List<String> labels) {
        PlannedFault fault = new PlannedFault(schedule, this, kind, number, delay, labels);
        schedule.add(fault);
        return fault;
    }

    boolean fits(Request request) {
        return (command.isEmpty() || command.equals(request.name().toLowerCase(Locale.ROOT)))
                && (collection.isEmpty() || collection.equals(request.collection()))
                && (written == null || request.statements().stream().anyMatch(this::writes));
    }

    /** Whether a statement writes such a document. */
    boolean writes(Document statement) {
        return written == null
                || written.test(statement.get("u") instanceof Document replacement ? replacement : statement);
    }

    int k() {
        return k;
    }

    int times() {
        return times;
    }
}
