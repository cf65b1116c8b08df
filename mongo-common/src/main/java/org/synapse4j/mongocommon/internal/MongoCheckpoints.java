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
import org.synapse4j.mongocommon.MongoOptions;

/** Checkpoints in a collection of their own: {@code {_id: name, position}}. Thread-safe. */
final class MongoCheckpoints implements Checkpoints {
    private static final String POSITION = "position";

    private final MongoCollection<Document> checkpoints;
    private final MongoOptions options;
    private final Runnable requireOpen;

    MongoCheckpoints(MongoCollection<Document> checkpoints, MongoOptions options, Runnable requireOpen) {
        this.checkpoints = checkpoints;
        this.options = options;
        this.requireOpen = requireOpen;
    }

    @Override
    public Optional<Position> load(SubscriptionName name) {
        requireOpen.run();
        return Failures.persist(
                "load of a checkpoint",
                deadline(),
                () -> Optional.ofNullable(checkpoints.find(named(name)).first())
                        .map(document ->
                                Position.of(document.get(POSITION, Number.class).longValue())));
    }

    @Override
    public void save(SubscriptionName name, Position position) {
        requireOpen.run();
        Objects.requireNonNull(position, "position");
        Failures.persist(
                "save of a checkpoint",
                deadline(),
                () -> checkpoints.updateOne(
                        named(name), Updates.set(POSITION, position.value()), new UpdateOptions().upsert(true)));
    }

    @Override
    public void reset(SubscriptionName name) {
        requireOpen.run();
        Failures.persist("reset of a checkpoint", deadline(), () -> checkpoints.deleteOne(named(name)));
    }

    private Deadline deadline() {
        return Deadline.in(options.deadline());
    }

    private static Bson named(SubscriptionName name) {
        return Filters.eq(Fields.SLOT, name.value());
    }
}
