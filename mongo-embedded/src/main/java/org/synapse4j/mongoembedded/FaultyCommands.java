package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Answers commands by the backend, but for the faults that are due. Thread-safe. */
final class FaultyCommands implements ServerPart {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(6, "HostUnreachable"),
            Map.entry(7, "HostNotFound"),
            Map.entry(13, "Unauthorized"),
            Map.entry(26, "NamespaceNotFound"),
            Map.entry(50, "MaxTimeMSExpired"),
            Map.entry(64, "WriteConcernFailed"),
            Map.entry(89, "NetworkTimeout"),
            Map.entry(91, "ShutdownInProgress"),
            Map.entry(100, "UnsatisfiableWriteConcern"),
            Map.entry(112, "WriteConflict"),
            Map.entry(121, "DocumentValidationFailure"),
            Map.entry(189, "PrimarySteppedDown"),
            Map.entry(262, "ExceededTimeLimit"),
            Map.entry(9001, "SocketException"),
            Map.entry(10107, "NotWritablePrimary"),
            Map.entry(11600, "InterruptedAtShutdown"),
            Map.entry(11601, "Interrupted"),
            Map.entry(11602, "InterruptedDueToReplStateChange"),
            Map.entry(13435, "NotPrimaryNoSecondaryOk"),
            Map.entry(13436, "NotPrimaryOrSecondary"));

    private final MendedBackend backend;
    private final CommandLog commands;
    private final FaultSchedule schedule;

    FaultyCommands(MendedBackend backend, CommandLog commands, FaultSchedule schedule) {
        this.backend = backend;
        this.commands = commands;
        this.schedule = schedule;
    }

    @Override
    public Optional<Document> handle(Request request, BooleanSupplier connected) throws InterruptedException {
        if (request.handshake()) {
            return backend.run(request, connected);
        }
        commands.add(request);
        List<PlannedFault> due = schedule.due(request);
        for (PlannedFault fault : due) {
            switch (fault.kind()) {
                case DELAY, HOLD -> fault.delayOrHold();
                case DROP_BEFORE -> {
                    if (fault.fireUnlessCancelled()) {
                        return Optional.empty();
                    }
                }
                case DELIVER_LATE -> {
                    if (fault.keep(request)) {
                        return Optional.empty();
                    }
                }
                case FAIL -> {
                    if (fault.fireUnlessCancelled()) {
                        return Optional.of(error(fault, "fault injected before " + request.name()));
                    }
                }
                case REFUSE, PAUSE_AFTER, STOP_AFTER, FAIL_AFTER_FIRST, WRITE_CONCERN_ERROR, DROP_AFTER -> {}
            }
        }
        return execute(request, connected, due);
    }

    private Optional<Document> execute(Request request, BooleanSupplier connected, List<PlannedFault> due)
            throws InterruptedException {
        List<PlannedFault> after = due.stream()
                .filter(fault -> fault.kind().phase() == FaultKind.Phase.ANSWER && !fault.isCancelled())
                .toList();
        Request executed = request;
        for (PlannedFault fault : after) {
            List<Document> all = executed.statements();
            int some = fault.kind().executes(fault.number(), all.size());
            executed = some < all.size() ? executed.withStatements(all.subList(0, some)) : executed;
        }
        Optional<PlannedFault> pause = after.stream()
                .filter(fault -> fault.kind() == FaultKind.PAUSE_AFTER)
                .findFirst();
        Optional<Document> reply = pause.isPresent()
                ? paused(executed, connected, pause.get())
                : RefusedStatements.of(executed, after).run(executed, accepted -> backend.run(accepted, connected));
        if (reply.isEmpty()) {
            return reply;
        }
        boolean lost = false;
        for (PlannedFault fault : after) {
            if (fault.kind() == FaultKind.WRITE_CONCERN_ERROR) {
                reply.get().put("writeConcernError", writeConcernError(fault.number()));
            }
            if (fault.kind() == FaultKind.FAIL_AFTER_FIRST) {
                reply = Optional.of(error(fault, "fault injected after a part of " + request.name()));
            }
            lost |= fault.kind().losesAnswer();
            if (fault.kind() != FaultKind.PAUSE_AFTER) {
                fault.fire();
            }
        }
        return lost ? Optional.empty() : reply;
    }

    /** Executes the first statements, and the others once it is let go on. */
    private Optional<Document> paused(Request request, BooleanSupplier connected, PlannedFault pause)
            throws InterruptedException {
        int all = request.statements().size();
        int first = Math.min(pause.number(), all);
        Request begun = request.withStatements(request.statements().subList(0, first));
        Optional<Document> reply = first == 0 && all > 0 ? Optional.of(new Document()) : backend.run(begun, connected);
        pause.delayOrHold();
        if (first == all || reply.isEmpty()) {
            return reply;
        }
        WriteReply whole = new WriteReply(request.statementsField().orElseThrow(), List::of);
        whole.addPart(0, reply.get());
        boolean ordered = !Boolean.FALSE.equals(request.body().get("ordered"));
        if (!(ordered && whole.failed())) {
            Optional<Document> rest =
                    backend.run(request.withStatements(request.statements().subList(first, all)), connected);
            if (rest.isEmpty()) {
                return rest;
            }
            whole.addPart(first, rest.get());
        }
        return Optional.of(whole.toDocument());
    }

    private static Document writeConcernError(int code) {
        return new Document("code", code)
                .append("codeName", NAMES.getOrDefault(code, "Location" + code))
                .append("errmsg", "fault injected: waiting for replication failed");
    }

    private static Document error(PlannedFault fault, String message) {
        int code = fault.number();
        Document error = MendedBackend.error(code, NAMES.getOrDefault(code, "Location" + code), message);
        return fault.labels().isEmpty() ? error : error.append("errorLabels", fault.labels());
    }
}
