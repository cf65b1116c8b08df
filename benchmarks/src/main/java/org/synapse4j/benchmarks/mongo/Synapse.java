package org.synapse4j.benchmarks.mongo;

import com.mongodb.client.MongoClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Revision;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongopercommit.PerCommitStorage;
import org.synapse4j.mongoperevent.PerEventStorage;

/** Synapse4j in one of its layouts, each append at an exact version, as an aggregate's is. */
final class Synapse implements Contender {
    private final MongoStorage storage;
    private final int run;

    Synapse(MongoClient client, String layout, String prefix, int run) {
        MongoOptions options = MongoOptions.defaults().withPrefix(prefix);
        this.storage = layout.equals("per-event")
                ? PerEventStorage.on(client, Plain.DATABASE, options)
                : PerCommitStorage.on(client, Plain.DATABASE, options);
        this.run = run;
        storage.ensureIndexes();
    }

    @Override
    public void append(int thread, int count, int events) {
        append(run + "-" + thread, (long) count * events, events);
    }

    @Override
    public void append(String stream, long stored, int count) {
        StreamId id = StreamId.of("load", stream);
        List<NewSerializedEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            SerializedEvent event = new SerializedEvent(
                    EventId.fresh(),
                    TypeName.of("ItemAdded"),
                    Revision.FIRST,
                    Set.of(),
                    Payload.json(Plain.JSON),
                    Map.of("by", "benchmark"),
                    Instant.now());
            events.add(NewSerializedEvent.of(id, event));
        }
        storage.streams().append(SerializedCommit.of(CommitId.fresh(), id, ExpectedVersion.exactly(stored), events));
    }

    @Override
    public int load(String stream) {
        return count(storage.streams().read(StreamRead.of(StreamId.of("load", stream))));
    }

    @Override
    public int feed(int atMost) {
        return count(storage.feed().orElseThrow().read(FeedRead.forwards().limit(atMost)));
    }

    @Override
    public void close() {
        storage.close();
    }

    private static int count(Cursor<StoredSerializedEvent> cursor) {
        int count = 0;
        try (cursor) {
            while (cursor.hasNext()) {
                cursor.next();
                count++;
            }
        }
        return count;
    }
}
