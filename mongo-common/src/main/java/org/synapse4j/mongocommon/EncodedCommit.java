package org.synapse4j.mongocommon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.RawBsonDocument;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
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
 * @param events the elements of each event, for each stream
 * @param slots how many slots it takes
 * @param bytes about how many bytes its documents take
 */
record EncodedCommit(
        SerializedCommit commit,
        Optional<AppendCondition> condition,
        List<List<byte[]>> events,
        int slots,
        long bytes) {
    /** A server takes 16 MB, and some room for itself. */
    private static final long DOCUMENT_BYTES = 16_000_000;

    /** A server takes 48 MB in a message. */
    static final long MESSAGE_BYTES = 46_000_000;

    static EncodedCommit of(SerializedCommit commit, Optional<AppendCondition> condition, CommitLayout layout) {
        layout.limits().check(commit);
        EncodedCommit encoded = encode(commit, condition, layout, false);
        if (encoded.fits(layout)) {
            return encoded;
        }
        EncodedCommit raw = encode(commit, condition, layout, true);
        if (!raw.fits(layout)) {
            throw new TooLargeException(
                    "the commit as documents", commit.appends().get(0).stream(), raw.bytes, DOCUMENT_BYTES, "bytes");
        }
        return raw;
    }

    CommitId id() {
        return commit.id();
    }

    /** Its documents from this slot and these versions on. */
    List<RawBsonDocument> documents(long firstSlot, List<Long> firstVersions, CommitLayout layout) {
        Descriptor descriptor = descriptor(firstSlot);
        List<RawBsonDocument> documents = new ArrayList<>(slots);
        for (int i = 0; i < events.size(); i++) {
            documents.addAll(layout.documents(new PlacedAppend(
                    commit.appends().get(i).stream().toString(),
                    firstVersions.get(i),
                    firstSlot + documents.size(),
                    descriptor,
                    events.get(i))));
        }
        return documents;
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
            SerializedCommit commit, Optional<AppendCondition> condition, CommitLayout layout, boolean raw) {
        List<List<byte[]>> events = new ArrayList<>();
        int slots = 0;
        long bytes = 0;
        for (StreamAppend append : commit.appends()) {
            List<byte[]> encoded = new ArrayList<>(append.events().size());
            int head = 160 + append.stream().toString().length() * 3;
            for (NewSerializedEvent added : append.events()) {
                byte[] elements = EventBson.encode(added.event(), raw);
                encoded.add(elements);
                bytes += elements.length + 16;
            }
            events.add(encoded);
            int documents = encoded.isEmpty() ? 0 : layout.slots(encoded.size());
            slots += documents;
            bytes += (long) head * documents;
        }
        return new EncodedCommit(commit, condition, events, slots, bytes);
    }

    private boolean fits(CommitLayout layout) {
        if (bytes > MESSAGE_BYTES) {
            return false;
        }
        for (List<byte[]> part : events) {
            boolean oneDocument = layout.slots(part.size()) == 1;
            long sum =
                    part.stream().mapToLong(elements -> elements.length + 16L).sum();
            long largest =
                    part.stream().mapToLong(elements -> elements.length).max().orElse(0);
            if ((oneDocument ? sum : largest) > DOCUMENT_BYTES) {
                return false;
            }
        }
        return true;
    }
}
