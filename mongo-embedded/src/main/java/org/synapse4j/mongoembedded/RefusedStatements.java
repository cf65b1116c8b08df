package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The statements of a write that faults refuse, as a server does that has a validator. */
final class RefusedStatements {
    /** By their indexes in the write. */
    private final Map<Integer, PlannedFault> refused;

    private RefusedStatements(Map<Integer, PlannedFault> refused) {
        this.refused = refused;
    }

    /** The statements that one of these faults strikes. */
    static RefusedStatements of(Request write, List<PlannedFault> faults) {
        Map<Integer, PlannedFault> refused = new TreeMap<>();
        List<Document> statements = write.statements();
        for (PlannedFault fault : faults) {
            for (int i = 0; fault.kind() == FaultKind.REFUSE && i < statements.size(); i++) {
                if (fault.strikes(statements.get(i))) {
                    refused.putIfAbsent(i, fault);
                }
            }
        }
        return new RefusedStatements(refused);
    }

    /** Has the others executed, of an ordered write those before the first that is refused, and adds the errors to the reply. */
    Optional<Document> run(Request write, Function<Request, Optional<Document>> execute) {
        if (refused.isEmpty()) {
            return execute.apply(write);
        }
        List<Integer> accepted = new ArrayList<>();
        List<Document> statements = write.statements();
        for (int i = 0; i < statements.size() && !(write.ordered() && refused.containsKey(i)); i++) {
            if (!refused.containsKey(i)) {
                accepted.add(i);
            }
        }
        Optional<Document> reply = execute.apply(
                write.withStatements(accepted.stream().map(statements::get).toList()));
        reply.ifPresent(answer -> addErrors(answer, accepted, write.ordered()));
        return reply;
    }

    private void addErrors(Document reply, List<Integer> accepted, boolean ordered) {
        List<Document> errors = new ArrayList<>();
        if (reply.containsKey("writeErrors")) {
            for (Document error : CommandFields.documents(reply, "writeErrors")) {
                error.put("index", accepted.get(CommandFields.number(error, "index", 0)));
                errors.add(error);
            }
        }
        if (ordered && !errors.isEmpty()) {
            return;
        }
        refused.forEach((index, fault) -> {
            if (!ordered || errors.isEmpty()) {
                errors.add(new Document("index", index)
                        .append("code", fault.number())
                        .append("errmsg", "fault injected: the document is refused"));
            }
        });
        errors.sort(Comparator.comparing(error -> CommandFields.number(error, "index", 0)));
        reply.put("writeErrors", errors);
    }
}
