package org.synapse4j.mongocommon.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.RawBsonDocument;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.Position;
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
import org.synapse4j.api.spi.StreamAppend;

/**
 * A commit whose events are BSON already: encoded once, by the thread that appends, however often its slots change.
 *
 * @param commit the commit
 * @param condition what it demands of the feed, if anything
 * @param layout how it becomes documents
 * @param events the elements of each event, for each stream
 * @param slots how many slots it takes
 * @param bytes how many bytes its documents take, or a few more
 * @param largest how many of them its largest document takes
 */
record EncodedCommit(
        SerializedCommit commit,
        Optional<AppendCondition> condition,
        CommitLayout layout,
        List<List<byte[]>> events,
        int slots,
        long bytes,
        long largest) {
    /** A server takes 48 MB in a message. */
    static final long MESSAGE_BYTES = 46_000_000;

    /** What the commit id takes, which only the first document repeats. */
    private static final int COMMIT_ID_BYTES = 31;

    /** What an event takes in a list: its type, an index of up to six digits, and its frame. */
    private static final int FRAME_BYTES = 13;

    /** @param headBytes {@link #headBytes} of the layout */
    static EncodedCommit of(
            SerializedCommit commit, Optional<AppendCondition> condition, CommitLayout layout, int headBytes) {
        layout.limits().check(commit);
        EncodedCommit encoded = encode(commit, condition, layout, headBytes, false);
        if (encoded.refusal().isEmpty()) {
            return encoded;
        }
        EncodedCommit raw = encode(commit, condition, layout, headBytes, true);
        raw.refusal().ifPresent(refusal -> {
            throw refusal;
        });
        return raw;
    }

    CommitId id() {
        return commit.id();
    }

    /** The streams that it appends to. */
    Set<StreamId> streams() {
        return commit.appends().stream().map(StreamAppend::stream).collect(Collectors.toUnmodifiableSet());
    }

    /** Where its streams end if it is stored from these versions on. */
    List<StreamHead> heads(List<Long> firstVersions) {
        List<StreamHead> heads = new ArrayList<>(firstVersions.size());
        for (int i = 0; i < firstVersions.size(); i++) {
            StreamAppend append = commit.appends().get(i);
            Version end = Version.of(firstVersions.get(i) + append.events().size() - 1);
            heads.add(new StreamHead(append.stream(), end, true));
        }
        return heads;
    }

    /** Its documents in the slots of this attempt, and from these versions on. */
    List<RawBsonDocument> documents(Descriptor attempt, List<Long> firstVersions) {
        List<RawBsonDocument> documents = new ArrayList<>(slots);
        for (int i = 0; i < events.size(); i++) {
            documents.addAll(layout.documents(new PlacedAppend(
                    commit.appends().get(i).stream().toString(),
                    firstVersions.get(i),
                    attempt.first() + documents.size(),
                    attempt,
                    events.get(i))));
        }
        return documents;
    }

    /** What its append returns where its documents were stored from this slot and these versions on. */
    AppendResult result(long firstSlot, List<Long> firstVersions) {
        List<EventPlace> places = new ArrayList<>();
        long slot = firstSlot;
        for (int i = 0; i < firstVersions.size(); i++) {
            StreamAppend append = commit.appends().get(i);
            for (int event = 0; event < append.events().size(); event++) {
                places.add(new EventPlace(
                        append.stream(),
                        Version.of(firstVersions.get(i) + event),
                        Position.of(layout.position(slot, event))));
            }
            slot += layout.slots(append.events().size());
        }
        return AppendResult.of(commit.id(), places);
    }

    Descriptor descriptor(long firstSlot) {
        return new Descriptor(commit.id(), firstSlot, slots);
    }

    /**
     * How it differs from the stored commit of the same id; empty if it is the same again. Its payloads in JSON are stored raw, so
     * that they come back as they are, or as native BSON.
     */
    Optional<String> differenceFrom(AppendResult first, List<StoredSerializedEvent> remaining) {
        Optional<String> raw = commit.differenceFrom(first, remaining);
        return raw.isEmpty() ? raw : normalised().differenceFrom(first, remaining);
    }

    private SerializedCommit normalised() {
        List<StreamAppend> appends = commit.appends().stream()
                .map(append -> new StreamAppend(
                        append.stream(),
                        append.expected(),
                        append.events().stream().map(EncodedCommit::normalised).toList()))
                .toList();
        return new SerializedCommit(commit.id(), appends);
    }

    private static NewSerializedEvent normalised(NewSerializedEvent added) {
        SerializedEvent event = added.event();
        if (!event.payload().representation().equals(Representation.JSON)) {
            return added;
        }
        Payload<?> stored = EventBson.roundTrip(event.payload());
        return new NewSerializedEvent(event.withPayload(stored), added.idGiven(), added.timeGiven());
    }

    private static EncodedCommit encode(
            SerializedCommit commit,
            Optional<AppendCondition> condition,
            CommitLayout layout,
            int headBytes,
            boolean raw) {
        List<List<byte[]>> events = new ArrayList<>();
        int frame = layout.holdsList() ? FRAME_BYTES : 0;
        int slots = 0;
        long bytes = COMMIT_ID_BYTES;
        long largest = 0;
        for (StreamAppend append : commit.appends()) {
            List<byte[]> encoded = new ArrayList<>(append.events().size());
            long all = 0;
            long longest = 0;
            for (NewSerializedEvent added : append.events()) {
                byte[] elements = EventBson.encode(added.event(), raw);
                encoded.add(elements);
                all += elements.length + frame;
                longest = Math.max(longest, elements.length);
            }
            events.add(encoded);
            int documents = encoded.isEmpty() ? 0 : layout.slots(encoded.size());
            int head = headBytes + append.stream().toString().getBytes(StandardCharsets.UTF_8).length;
            slots += documents;
            bytes += (long) head * documents + all;
            largest = Math.max(largest, COMMIT_ID_BYTES + head + (documents == 1 ? all : longest));
        }
        return new EncodedCommit(commit, condition, layout, events, slots, bytes, largest);
    }

    /** How long a document is that holds an event of no length of a stream without a name, and is not the commit's first. */
    static int headBytes(CommitLayout layout) {
        PlacedAppend empty = new PlacedAppend("", 1, 2, new Descriptor(CommitId.fresh(), 1, 2), List.of(new byte[0]));
        return RawDocuments.bytes(layout.documents(empty).get(0));
    }

    /** Why a server would not take it; empty if it would. */
    private Optional<TooLargeException> refusal() {
        StreamId stream = commit.appends().get(0).stream();
        if (largest > Documents.MOST_BYTES) {
            return Optional.of(new TooLargeException(
                    "the largest document of the commit", stream, largest, Documents.MOST_BYTES, "bytes"));
        }
        return bytes <= MESSAGE_BYTES
                ? Optional.empty()
                : Optional.of(new TooLargeException("the commit as a message", stream, bytes, MESSAGE_BYTES, "bytes"));
    }
}
