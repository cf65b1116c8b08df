package org.synapse4j.mongocommon.internal;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.synapse4j.api.Checkpoints;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.mongocommon.OddDocumentException;
import org.synapse4j.mongocommon.documents.Fields;

/** Checkpoints in a collection of their own: {@code {_id: name, position}}. Thread-safe. */
final class MongoCheckpoints implements Checkpoints {
    static final String POSITION = "position";

    private final MongoCollection<Document> checkpoints;
    private final Calls calls;

    MongoCheckpoints(MongoCollection<Document> checkpoints, Calls calls) {
        this.checkpoints = checkpoints;
        this.calls = calls;
    }

    @Override
    public Optional<Position> load(SubscriptionName name) {
        Objects.requireNonNull(name, "name");
        return calls.get(
                "load of a checkpoint",
                () -> Optional.ofNullable(checkpoints.find(named(name)).first()).map(MongoCheckpoints::position));
    }

    @Override
    public void save(SubscriptionName name, Position position) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(position, "position");
        calls.run(
                "save of a checkpoint",
                () -> checkpoints.updateOne(
                        named(name), Updates.set(POSITION, position.value()), new UpdateOptions().upsert(true)));
    }

    @Override
    public void reset(SubscriptionName name) {
        Objects.requireNonNull(name, "name");
        calls.run("reset of a checkpoint", () -> checkpoints.deleteOne(named(name)));
    }

    private static Position position(Document found) {
        try {
            return Position.of(Integers.of(found, POSITION));
        } catch (InvalidValueException negative) {
            throw new OddDocumentException("the checkpoint " + found.get(Fields.KEY), negative);
        }
    }

    private static Bson named(SubscriptionName name) {
        return Filters.eq(Fields.KEY, name.value());
    }
}
