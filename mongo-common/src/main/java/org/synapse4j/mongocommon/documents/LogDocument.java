package org.synapse4j.mongocommon.documents;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonSerializationException;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.OddDocumentException;

/**
 * A document of the log, taken apart: what it is, whose it is, and the events that it holds, in either layout. What cannot be read of it
 * fails when it is asked for, by {@link OddDocumentException}, and nothing before that (ADR 20).
 */
public final class LogDocument {
    public static final String TRUNCATED = "truncated";
    public static final String DELETED = "deleted";

    /** Per commit, a position has room for no higher slot. */
    public static final long HIGHEST_SLOT = (1L << 43) - 1;

    /** No document holds so many events: positions have no room for them. */
    private static final long TOO_MANY = 1 << 20;

    private static final long HIGHEST_VERSION = 1L << 60;

    private static final long UNREAD = -1;

    private final RawBsonDocument raw;
    private final boolean holdsList;
    private long slot = UNREAD;
    private @Nullable StreamId stream;
    private long version = UNREAD;
    private long last = UNREAD;
    private @Nullable Descriptor descriptor;
    private @Nullable String tombstone;
    private long until;
    private boolean empty;
    /** The fault of its head, which is all but the events. */
    private @Nullable RuntimeException oddity;
    /** The fault of the list of its events, or of what comes behind its head. */
    private @Nullable RuntimeException broken;

    /** In order, as far as they were met. */
    private final List<EventFields> events = new ArrayList<>(1);

    private LogDocument(RawBsonDocument raw, boolean holdsList) {
        this.raw = raw;
        this.holdsList = holdsList;
    }

    /**
     * A document of a log, or the head of one.
     *
     * @param holdsList whether the layout has its events in a list
     */
    public static LogDocument of(RawBsonDocument raw, boolean holdsList) {
        LogDocument document = new LogDocument(raw, holdsList);
        document.parse();
        document.checkHead();
        return document;
    }

    /** Whether something of its head cannot be read, or cannot be. */
    public boolean isOdd() {
        return oddity != null;
    }

    /** Whether it is in a slot at all. */
    public boolean hasSlot() {
        return slot != UNREAD;
    }

    /** Whether it does not say of which commit it is, nor that it is of none: nobody can tell whether its slot was a commit's own. */
    public boolean isUntold() {
        return descriptor == null && !empty;
    }

    /** The error that it fails by. */
    public OddDocumentException odd() {
        String where = stream == null ? "" : ", of stream " + stream;
        String at = version == UNREAD ? "" : ", version " + version;
        RuntimeException why = oddity == null ? new BsonSerializationException("It is a void") : oddity;
        return new OddDocumentException("the document of the events with _id " + key() + where + at, why);
    }

    /** The name of its stream as it is written, be it one or not; empty where none is. */
    public String writtenStream() {
        return stream == null && raw.get(Fields.STREAM) instanceof BsonString text ? text.getValue() : stream();
    }

    /** Itself, if its head can be read. */
    public LogDocument readable() {
        if (oddity != null) {
            throw odd();
        }
        return this;
    }

    /** Its key as text, whatever it is. */
    public String key() {
        try {
            return hasSlot() ? Long.toString(slot) : String.valueOf(raw.get(Fields.KEY));
        } catch (RuntimeException unreadable) {
            return "that cannot be read";
        }
    }

    public long slot() {
        return read(slot);
    }

    /** Whether it is a void. */
    public boolean isVoid() {
        return empty;
    }

    public String stream() {
        return streamId().toString();
    }

    public StreamId streamId() {
        return read(stream);
    }

    /** Whether it says that it is of this stream. */
    public boolean isIn(StreamId one) {
        return one.equals(stream);
    }

    /** The version of its first event, removed or not. */
    public long version() {
        return read(version);
    }

    /** As {@link #version()}, or this one where it cannot be read. */
    public long versionOr(long other) {
        return version == UNREAD ? other : version;
    }

    /** The version of its last event, removed or not. */
    public long last() {
        return read(last);
    }

    public Descriptor descriptor() {
        return read(descriptor);
    }

    /** Whether it is this commit's own. */
    public boolean isOf(Descriptor commit) {
        return commit.equals(descriptor);
    }

    public boolean isTombstone() {
        return tombstone != null;
    }

    /**
     * Up to which version its stream is nothing but tombstones, with a document's last version there; 0 where it does not tell. It is the stream's
     * first tombstone that may (ADR 40).
     */
    public long removedUntil() {
        return isTombstone() && version == 1 ? until : 0;
    }

    /** Whether it tells by itself that its commit is committed: a commit's last document lands after all others (ADR 22). */
    public boolean isSurelyCommitted() {
        return slot == descriptor().lastSlot() || isTombstone();
    }

    /** The head of its stream, if it is the last of a committed commit there. */
    public StreamHead head(CommitLayout layout) {
        Position position = Position.of(layout.position(slot(), (int) (last() - version())));
        return new StreamHead(streamId(), Version.of(last), !isDeleted(), position);
    }

    /** Whether it says that its stream was deleted. */
    public boolean isDeleted() {
        return DELETED.equals(tombstone);
    }

    /** Whether it holds its events in a list, as the layout per commit does. */
    public boolean holdsList() {
        return holdsList;
    }

    /** Its places, also of events that were removed. */
    public List<EventPlace> places(CommitLayout layout) {
        readable();
        List<EventPlace> places = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            places.add(place(layout, i));
        }
        return places;
    }

    /** The events that it still holds; of one that cannot be read, the payload cannot. */
    public List<StoredSerializedEvent> events(CommitLayout layout) {
        readable();
        if (empty || tombstone != null) {
            return List.of();
        }
        List<StoredSerializedEvent> stored = new ArrayList<>(count());
        for (int i = 0; i < count(); i++) {
            EventFields fields = fields(i);
            if (!fields.isRemoved()) {
                EventPlace place = place(layout, i);
                stored.add(new StoredSerializedEvent(place, descriptor().id(), fields.event(place)));
            }
        }
        return stored;
    }

    /** Throws what the event's payload does, if the event cannot be read. */
    public static void requireReadable(StoredSerializedEvent event) {
        event.event().payload().failure().ifPresent(unreadable -> {
            throw unreadable;
        });
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

    private int count() {
        return (int) (last() - version()) + 1;
    }

    private EventPlace place(CommitLayout layout, int index) {
        return new EventPlace(streamId(), Version.of(version() + index), Position.of(layout.position(slot(), index)));
    }

    private EventFields fields(int index) {
        if (index < events.size()) {
            return events.get(index);
        }
        EventFields missing = new EventFields();
        if (broken != null) {
            missing.fail(broken);
        }
        return missing;
    }

    private long read(long value) {
        if (value == UNREAD) {
            throw odd();
        }
        return value;
    }

    private <T> T read(@Nullable T value) {
        if (value == null) {
            throw odd();
        }
        return value;
    }

    private void parse() {
        EventFields single = new EventFields();
        try {
            for (Elements elements = Elements.of(raw); elements.next(); ) {
                take(elements, single);
            }
        } catch (RuntimeException error) {
            broken = error;
            single.fail(error);
        }
        if (!holdsList) {
            events.add(single);
        }
    }

    private void take(Elements field, EventFields single) {
        String name = field.name();
        try {
            switch (name) {
                case Fields.SLOT -> slot = field.integer(1, HIGHEST_SLOT);
                case Fields.STREAM -> stream = StreamId.parse(field.string());
                case Fields.VERSION -> version = field.integer(1, HIGHEST_VERSION);
                case Fields.LAST -> last = field.integer(1, HIGHEST_VERSION);
                case Fields.COMMIT -> descriptor = Descriptor.read(field.inner());
                case Fields.TOMBSTONE -> tombstone = field.string();
                case Fields.UNTIL -> until = mark(field);
                case Fields.VOID -> empty = field.bool();
                case Fields.EVENTS -> readEvents(field);
                default -> single.take(name, field);
            }
        } catch (RuntimeException error) {
            note(error);
        }
    }

    /** One that cannot be read is none: then nobody goes by it. */
    private static long mark(Elements field) {
        try {
            return field.integer(1, HIGHEST_VERSION);
        } catch (RuntimeException unreadable) {
            return 0;
        }
    }

    private void readEvents(Elements list) {
        if (holdsList) {
            try {
                for (Elements members = list.inner(); members.next(); ) {
                    EventFields event = new EventFields();
                    events.add(event);
                    event.takeAll(members);
                }
            } catch (RuntimeException error) {
                broken = error;
            }
        }
    }

    private void checkHead() {
        if (!holdsList && last == UNREAD) {
            last = version;
        } else if (!holdsList) {
            note(Fields.LAST + " is there, as in the other layout");
        }
        require(slot != UNREAD, Fields.SLOT);
        if (empty) {
            return;
        }
        require(stream != null, Fields.STREAM);
        require(version != UNREAD, Fields.VERSION);
        require(last != UNREAD, Fields.LAST);
        require(descriptor != null, Fields.COMMIT);
        if (last < version || last - version >= TOO_MANY) {
            note(Fields.LAST + " is " + last + ", and " + Fields.VERSION + " " + version);
            last = UNREAD;
        }
        Descriptor commit = descriptor;
        if (commit != null && (slot < commit.first() || slot > commit.lastSlot())) {
            note(Fields.COMMIT + " is " + commit + ", which has no slot " + slot);
            descriptor = null;
        }
    }

    private void require(boolean there, String field) {
        if (!there) {
            note(field + " is missing");
        }
    }

    private void note(String what) {
        note(new BsonSerializationException("The field " + what));
    }

    /** The first thing that is wrong is told. */
    private void note(RuntimeException error) {
        if (oddity == null) {
            oddity = error;
        }
    }
}
