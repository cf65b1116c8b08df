package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Updates by an aggregation pipeline, which the backend does not know: each document is found, computed, and replaced. Runs
 * under the backend's lock.
 */
final class PipelineUpdate {
    private static final Set<String> STAGES =
            Set.of("$set", "$addFields", "$unset", "$project", "$replaceRoot", "$replaceWith");

    private final BiFunction<String, Document, Document> commands;
    private final DatabaseResolver databases;
    private final MongoDatabase database;
    private final String collection;

    PipelineUpdate(
            BiFunction<String, Document, Document> commands,
            DatabaseResolver databases,
            MongoDatabase database,
            String collection) {
        this.commands = commands;
        this.databases = databases;
        this.database = database;
        this.collection = collection;
    }

    /** Does one statement of an update command. */
    Document update(Document statement) {
        Document query = CommandFields.document(statement, "q");
        List<Document> pipeline = stages(statement, "u");
        Document find = new Document("find", collection).append("filter", query);
        if (!CommandFields.isTrue(statement.get("multi"))) {
            find.put("limit", 1);
        }
        List<Document> found = find(find);
        if (found.isEmpty()) {
            Document upsert = statement.clone();
            upsert.put(
                    "u",
                    CommandFields.isTrue(statement.get("upsert")) ? compute(pipeline, fixed(query)) : new Document());
            upsert.put("multi", false);
            return update("updates", upsert);
        }
        int modified = 0;
        for (Document document : found) {
            Document replacement = new Document("q", new Document("_id", document.get("_id")))
                    .append("u", compute(pipeline, document));
            Document done = update("updates", replacement);
            if (done.containsKey("writeErrors")) {
                return done;
            }
            modified += CommandFields.number(done, "nModified", 0);
        }
        return new Document("n", found.size()).append("nModified", modified);
    }

    Document findAndModify(Document body) {
        Document query = body.get("query") instanceof Document given ? given : new Document();
        List<Document> pipeline = stages(body, "update");
        Document find = new Document("find", collection).append("filter", query).append("limit", 1);
        if (body.get("sort") instanceof Document sort) {
            find.put("sort", sort);
        }
        List<Document> found = find(find);
        Document replacement = body.clone();
        if (!found.isEmpty()) {
            replacement.put("query", new Document("_id", found.get(0).get("_id")));
            replacement.put("update", compute(pipeline, found.get(0)));
        } else {
            boolean upsert = CommandFields.isTrue(body.get("upsert"));
            replacement.put("update", upsert ? compute(pipeline, fixed(query)) : new Document());
        }
        return commands.apply("findAndModify", replacement);
    }

    private Document update(String field, Document statement) {
        return commands.apply("update", new Document("update", collection).append(field, List.of(statement)));
    }

    private List<Document> find(Document find) {
        return List.copyOf(CommandFields.firstBatch(commands.apply("find", find)));
    }

    private Document compute(List<Document> pipeline, Document document) {
        Aggregation aggregation = Aggregation.fromPipeline(
                pipeline, databases, database, database.resolveCollection(collection, false), NoopOplog.get());
        return aggregation.runStages(Stream.of(document.cloneDeeply())).get(0).cloneDeeply();
    }

    private static List<Document> stages(Document in, String field) {
        List<Document> stages = new ArrayList<>();
        for (Document stage : CommandFields.documents(in, field)) {
            if (!STAGES.containsAll(stage.keySet())) {
                throw new MongoServerError(72, "InvalidOptions", stage + " is not allowed to be used within an update");
            }
            stage.forEach((name, specification) -> stages.add(backendStage(name, specification)));
        }
        return stages;
    }

    /** The backend knows some stages by one of their two names only. */
    private static Document backendStage(String name, Object specification) {
        return switch (name) {
            case "$set" -> new Document("$addFields", specification);
            case "$replaceWith" -> new Document("$replaceRoot", new Document("newRoot", specification));
            default -> new Document(name, specification);
        };
    }

    /** The fields that the query demands to be equal to something: what an upsert starts from. */
    private static Document fixed(Document query) {
        Document fixed = new Document();
        query.forEach((field, value) -> {
            boolean operator = value instanceof Document document
                    && document.keySet().stream().anyMatch(name -> name.startsWith("$"));
            if (!field.startsWith("$") && !operator) {
                fixed.put(field, value);
            }
        });
        return fixed;
    }
}
