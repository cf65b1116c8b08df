package org.synapse4j.benchmarks.mongo;

import com.mongodb.client.MongoClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.eventstore.MongoEventStorageEngine;
import org.axonframework.extensions.mongo.eventsourcing.eventstore.documentpercommit.DocumentPerCommitStorageStrategy;
import org.axonframework.extensions.mongo.eventsourcing.eventstore.documentperevent.DocumentPerEventStorageStrategy;
import org.axonframework.serialization.json.JacksonSerializer;
import org.bson.Document;

/** Axon's storage engine, with the client's concerns and payloads as JSON; which are not deserialised, as ours are not. */
final class Axon implements Contender {
    private final MongoEventStorageEngine engine;
    private final Map<String, Object> payload = Document.parse(Plain.JSON);

    Axon(MongoClient client, String layout, String name) {
        JacksonSerializer json = JacksonSerializer.defaultSerializer();
        this.engine = MongoEventStorageEngine.builder()
                .mongoTemplate(DefaultMongoTemplate.builder()
                        .mongoDatabase(client, Plain.DATABASE)
                        .domainEventsCollectionName(name)
                        .snapshotEventsCollectionName(name + "_snapshots")
                        .build())
                .storageStrategy(
                        layout.equals("per-event")
                                ? new DocumentPerEventStorageStrategy()
                                : new DocumentPerCommitStorageStrategy())
                .eventSerializer(json)
                .snapshotSerializer(json)
                .build();
    }

    @Override
    public void append(int thread, int count, int events) {
        append("load-" + thread, (long) count * events, events);
    }

    @Override
    public void append(String stream, long stored, int count) {
        List<DomainEventMessage<?>> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(new GenericDomainEventMessage<>("load", stream, stored + i, payload, Map.of("by", "benchmark")));
        }
        engine.appendEvents(events);
    }

    @Override
    public int load(String stream) {
        DomainEventStream events = engine.readEvents(stream, 0);
        int count = 0;
        while (events.hasNext()) {
            events.next();
            count++;
        }
        return count;
    }

    @Override
    public int feed(int atMost) {
        try (Stream<?> events = engine.readEvents(null, false)) {
            return (int) events.limit(atMost).count();
        }
    }

    @Override
    public void close() {}
}
