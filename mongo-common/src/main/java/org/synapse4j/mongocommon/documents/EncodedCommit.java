package org.synapse4j.mongocommon.documents;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.RawBsonDocument;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * A commit whose events are BSON already: encoded once, by the thread that appends, however often its slots change.
 *
 * @param commit the commit
 * @param layout how it becomes documents
 * @param runs its events in order, each time as many as are of the same stream
 * @param eventsOfStreams how many events it has for each of its streams, in the order in which these are judged
 * @param slots how many slots it takes
 * @param bytes how many bytes its documents take, or a few more
 * @param largest how many of them its largest document takes
 */
public record EncodedCommit(
        SerializedCommit commit,
        CommitLayout layout,
        List<EncodedRun> runs,
        List<Integer> eventsOfStreams,
        int slots,
        long bytes,
        long largest) {
    /** A server takes 48 MB in a message. */
    public static final long MESSAGE_BYTES = 46_000_000;

    /** The bytes of the commit id, which only the first document repeats. */
    private static final int COMMIT_ID_BYTES = 31;

    /** The bytes of an event in a list: its type, an index of up to six digits, and its frame. */
    private static final int FRAME_BYTES = 13;

    /**
     * The commit, encoded for this layout.
     *
     * @param headBytes {@link #headBytes} of the layout
     * @throws TooLargeException if it is more than the layout takes
     */
    public static EncodedCommit of(SerializedCommit commit, CommitLayout layout, int headBytes) {
        layout.limits().check(commit);
        EncodedCommit encoded = encode(commit, layout, headBytes, JsonForm.NATIVE);
        if (encoded.refusal().isEmpty()) {
            return encoded;
        }
        EncodedCommit raw = encode(commit, layout, headBytes, JsonForm.RAW);
        raw.refusal().ifPresent(refusal -> {
            throw refusal;
        });
        return raw;
    }

    public CommitId id() {
        return commit.id();
    }

    /** The streams that it appends to. */
    public Set<StreamId> streams() {
        return Set.copyOf(commit.streams());
    }

    /** The demand on the feed, if there is one. */
    public Optional<AppendCondition> condition() {
        return commit.condition();
    }

    /** The demand on each of its streams, in the order in which they are judged. */
    public List<StreamExpectation> expectations() {
        return commit.expectations();
    }

    /**
     * Its documents in the slots of this attempt.
     *
     * @param firstVersions the version of the first event in each of its streams
     */
    public List<RawBsonDocument> documents(Descriptor attempt, List<Long> firstVersions) {
        List<RawBsonDocument> documents = new ArrayList<>(slots);
        for (EncodedRun run : runs) {
            documents.addAll(layout.documents(new PlacedRun(
                    run.stream().toString(),
                    firstVersions.get(run.streamIndex()) + run.before(),
                    attempt.first() + documents.size(),
                    attempt,
                    run.events())));
        }
        return documents;
    }

    /** The result of its append where its documents were stored from this slot and these versions on. */
    public AppendResult result(long firstSlot, List<Long> firstVersions) {
        List<EventPlace> places = new ArrayList<>();
        long slot = firstSlot;
        for (EncodedRun run : runs) {
            long version = firstVersions.get(run.streamIndex()) + run.before();
            for (int event = 0; event < run.events().size(); event++) {
                places.add(new EventPlace(
                        run.stream(), Version.of(version + event), Position.of(layout.position(slot, event))));
            }
            slot += layout.slots(run.events().size());
        }
        return AppendResult.of(commit.id(), places);
    }

    /** The heads of its streams where its documents were stored from this slot and these versions on. */
    public List<StreamHead> heads(long firstSlot, List<Long> firstVersions) {
        long[] last = new long[firstVersions.size()];
        long slot = firstSlot;
        for (EncodedRun run : runs) {
            last[run.streamIndex()] = layout.position(slot, run.events().size() - 1);
            slot += layout.slots(run.events().size());
        }
        List<StreamHead> heads = new ArrayList<>(last.length);
        for (int i = 0; i < last.length; i++) {
            Version end = Version.of(firstVersions.get(i) + eventsOfStreams.get(i) - 1);
            heads.add(StreamHead.at(expectations().get(i).stream(), end, Position.of(last[i])));
        }
        return heads;
    }

    public Descriptor descriptor(long firstSlot) {
        return new Descriptor(commit.id(), firstSlot, slots);
    }

    /**
     * How it differs from the stored commit of the same id; empty if it is the same again. Its payloads in JSON are stored raw, so
     * that they come back as they are, or as native BSON.
     */
    public Optional<String> differenceFrom(AppendResult first, List<StoredSerializedEvent> remaining) {
        Optional<String> raw = commit.differenceFrom(first, remaining);
        return raw.isEmpty() ? raw : normalised().differenceFrom(first, remaining);
    }

    private SerializedCommit normalised() {
        return commit.withEvents(
                commit.events().stream().map(EncodedCommit::normalised).toList());
    }

    private static NewSerializedEvent normalised(NewSerializedEvent added) {
        SerializedEvent event = added.event();
        if (!event.payload().representation().equals(Representation.JSON)) {
            return added;
        }
        Payload<?> stored = EventBson.roundTrip(event.payload());
        return added.with(event.withPayload(stored));
    }

    private static EncodedCommit encode(SerializedCommit commit, CommitLayout layout, int headBytes, JsonForm form) {
        List<StreamId> streams = commit.streams();
        int[] counted = new int[streams.size()];
        List<EncodedRun> runs = new ArrayList<>();
        for (NewSerializedEvent added : commit.events()) {
            EncodedRun run = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (run == null || !run.stream().equals(added.stream())) {
                int stream = streams.indexOf(added.stream());
                run = new EncodedRun(added.stream(), stream, counted[stream], new ArrayList<>());
                runs.add(run);
            }
            run.events().add(EventBson.encode(added.event(), form));
            counted[run.streamIndex()]++;
        }
        int frame = layout.holdsList() ? FRAME_BYTES : 0;
        int slots = 0;
        long bytes = COMMIT_ID_BYTES;
        long largest = 0;
        for (EncodedRun run : runs) {
            long all = 0;
            long longest = 0;
            for (byte[] elements : run.events()) {
                all += elements.length + frame;
                longest = Math.max(longest, elements.length);
            }
            int documents = layout.slots(run.events().size());
            int head = headBytes + run.stream().toString().getBytes(StandardCharsets.UTF_8).length;
            slots += documents;
            bytes += (long) head * documents + all;
            largest = Math.max(largest, COMMIT_ID_BYTES + head + (documents == 1 ? all : longest));
        }
        return new EncodedCommit(
                commit, layout, runs, Arrays.stream(counted).boxed().toList(), slots, bytes, largest);
    }

    /** How long a document is that holds an event of no length of a stream without a name, and is not the commit's first. */
    public static int headBytes(CommitLayout layout) {
        PlacedRun empty = new PlacedRun("", 1, 2, new Descriptor(CommitId.fresh(), 1, 2), List.of(new byte[0]));
        return RawDocuments.bytes(layout.documents(empty).get(0));
    }

    /** Why a server would not take it; empty if it would. */
    private Optional<TooLargeException> refusal() {
        StreamId stream = commit.streams().get(0);
        if (largest > Documents.MOST_BYTES) {
            return Optional.of(new TooLargeException(
                    "the largest document of the commit", stream, largest, Documents.MOST_BYTES, "bytes"));
        }
        return bytes <= MESSAGE_BYTES
                ? Optional.empty()
                : Optional.of(new TooLargeException("the commit as a message", stream, bytes, MESSAGE_BYTES, "bytes"));
    }
}
