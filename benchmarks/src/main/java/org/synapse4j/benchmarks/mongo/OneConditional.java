package org.synapse4j.benchmarks.mongo;

import com.mongodb.client.MongoClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Revision;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongopercommit.PerCommitStorage;
import org.synapse4j.mongoperevent.PerEventStorage;

/**
 * One of several processes that make conditional appends to the same store, one after the other: for each number of seconds that it reads,
 * a slice of them. An append that fails is told by a negative number of nanoseconds.
 */
final class OneConditional {
    private static final Duration DEADLINE = Duration.ofSeconds(6);

    private OneConditional() {}

    /**
     * Runs it, until its input ends.
     *
     * @param args the server, the layout, the prefix, this process's number
     */
    public static void main(String[] args) throws IOException {
        try (BufferedReader slices = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                MongoClient client = MongoMain.client(args[0]);
                MongoStorage storage = storage(client, args[1], args[2])) {
            int count = 0;
            for (String slice = slices.readLine(); slice != null; slice = slices.readLine()) {
                long end = System.nanoTime() + (long) (Double.parseDouble(slice) * 1e9);
                StringBuilder took = new StringBuilder();
                for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
                    boolean stored = append(storage, args[3] + "-" + count++);
                    took.append((stored ? 1 : -1) * (System.nanoTime() - before))
                            .append(' ');
                }
                System.out.println(took);
            }
        }
    }

    /** A storage with a deadline of six seconds, and a grace of one. */
    static MongoStorage storage(MongoClient client, String layout, String prefix) {
        MongoOptions options = MongoOptions.defaults().withPrefix(prefix).withDeadline(DEADLINE);
        return layout.equals("per-event")
                ? PerEventStorage.on(client, Plain.DATABASE, options)
                : PerCommitStorage.on(client, Plain.DATABASE, options);
    }

    private static boolean append(MongoStorage storage, String seat) {
        SerializedEvent event = new SerializedEvent(
                EventId.fresh(),
                TypeName.of("SeatTaken"),
                Revision.FIRST,
                Set.of(Tag.of("seat:" + seat)),
                Payload.json(Plain.JSON),
                Map.of(),
                Instant.now());
        StreamId stream = StreamId.of("seat", seat);
        try {
            storage.streams()
                    .append(SerializedCommit.of(
                                    CommitId.fresh(),
                                    stream,
                                    ExpectedVersion.any(),
                                    List.of(new NewSerializedEvent(stream, event, false, false)))
                            .when(AppendCondition.unlessAny(EventQuery.tagged("seat:" + seat))));
            return true;
        } catch (SynapseException failed) {
            return false;
        }
    }
}
