package org.synapse4j.mongocommon.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StoredSerializedEvent;

/** A document of the log, taken apart: what it is, whose it is, and the events that it holds, in either layout. */
public final class LogDocument {
    public static final String TRUNCATED = "truncated";
    public static final String DELETED = "deleted";

    private final RawBsonDocument raw;
    private long slot;
    private @Nullable String stream;
    private long version;
    private long last = -1;
    private @Nullable Descriptor descriptor;
    private @Nullable String tombstone;
    private boolean empty;
    private boolean list;
    /** In order; absent where an event was removed. */
    private final List<Optional<SerializedEvent>> events = new ArrayList<>(1);

    private LogDocument(RawBsonDocument raw) {
        this.raw = raw;
    }

    public static LogDocument of(RawBsonDocument raw) {
        LogDocument document = new LogDocument(raw);
        document.parse();
        return document;
    }

    public long slot() {
        return slot;
    }

    /** Whether it is a void. */
    public boolean isVoid() {
        return empty;
    }

    public String stream() {
        return Objects.requireNonNull(stream, Fields.STREAM);
    }

    public StreamId streamId() {
        return StreamId.parse(stream());
    }

    /** The version of its first event, removed or not. */
    public long version() {
        return version;
    }

    /** The version of its last event, removed or not. */
    public long last() {
        return last;
    }

    public Descriptor descriptor() {
        return Objects.requireNonNull(descriptor, Fields.COMMIT);
    }

    /** Whether it is this commit's own. */
    public boolean isOf(Descriptor commit) {
        return commit.equals(descriptor);
    }

    public boolean isTombstone() {
        return tombstone != null;
    }

    /** Whether it tells by itself that its commit is committed. */
    public boolean isSurelyCommitted() {
        return descriptor().size() == 1 || isTombstone();
    }

    /** The head of its stream, if it is the last of a committed commit there. */
    public StreamHead head(CommitLayout layout) {
        Position position = Position.of(layout.position(slot, (int) (last - version)));
        return new StreamHead(streamId(), Version.of(last), !isDeleted(), position);
    }

    /** Whether it says that its stream was deleted. */
    public boolean isDeleted() {
        return DELETED.equals(tombstone);
    }

    /** Whether it holds its events in a list, as the layout per commit does. */
    public boolean holdsList() {
        return list;
    }

    /** Its places, also of events that were removed. */
    public List<EventPlace> places(CommitLayout layout) {
        List<EventPlace> places = new ArrayList<>();
        StreamId id = streamId();
        for (long v = version; v <= last; v++) {
            places.add(place(layout, id, (int) (v - version)));
        }
        return places;
    }

    /** The events that it still holds. */
    public List<StoredSerializedEvent> events(CommitLayout layout) {
        List<StoredSerializedEvent> stored = new ArrayList<>(events.size());
        StreamId id = events.isEmpty() ? null : streamId();
        for (int i = 0; i < events.size(); i++) {
            if (id != null && events.get(i).isPresent()) {
                stored.add(new StoredSerializedEvent(
                        place(layout, id, i), descriptor().id(), events.get(i).get()));
            }
        }
        return stored;
    }

    /** The elements of each member of its list of events. */
    List<byte[]> eventElements() {
        List<byte[]> elements = new ArrayList<>();
        for (Elements document = Elements.of(raw); document.next(); ) {
            if (document.name().equals(Fields.EVENTS)) {
                for (Elements event = document.inner(); event.next(); ) {
                    elements.add(event.innerBytes());
                }
            }
        }
        return elements;
    }

    private EventPlace place(CommitLayout layout, StreamId id, int index) {
        return new EventPlace(id, Version.of(version + index), Position.of(layout.position(slot, index)));
    }

    private void parse() {
        EventBson.Builder single = new EventBson.Builder();
        for (Elements elements = Elements.of(raw); elements.next(); ) {
            take(elements, single);
        }
        if (single.hasEvent()) {
            events.add(Optional.of(single.event()));
        }
        if (last < 0) {
            last = version;
        }
    }

    private void take(Elements field, EventBson.Builder single) {
        String name = field.name();
        switch (name) {
            case Fields.SLOT -> slot = field.int64();
            case Fields.STREAM -> stream = field.string();
            case Fields.VERSION -> version = field.int64();
            case Fields.LAST -> {
                last = field.int64();
                list = true;
            }
            case Fields.COMMIT -> descriptor = Descriptor.read(field.inner());
            case Fields.TOMBSTONE -> tombstone = field.string();
            case Fields.VOID -> empty = field.bool();
            case Fields.EVENTS -> readEvents(field.inner());
            default -> single.take(name, field);
        }
    }

    private void readEvents(Elements members) {
        while (members.next()) {
            EventBson.Builder event = new EventBson.Builder();
            for (Elements fields = members.inner(); fields.next(); ) {
                event.take(fields.name(), fields);
            }
            events.add(event.hasEvent() ? Optional.of(event.event()) : Optional.empty());
        }
    }
}
