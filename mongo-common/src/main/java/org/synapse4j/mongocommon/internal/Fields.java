package org.synapse4j.mongocommon.internal;

import java.util.List;
import java.util.stream.IntStream;

/** The names of the fields in stored documents. */
final class Fields {
    /** The key of any document. */
    static final String KEY = "_id";

    /** The slot: of a document of the log, the key. */
    static final String SLOT = KEY;

    /** The stream, written {@code category/id}. */
    static final String STREAM = "stream";

    /** The version of the document's first event. */
    static final String VERSION = "version";

    /** Per commit: the version of the document's last event. */
    static final String LAST = "last";

    /** The commit descriptor: {@link #ID}, {@link #FIRST}, {@link #SIZE}. */
    static final String COMMIT = "commit";

    /** Of a descriptor: the commit id. */
    static final String ID = "id";

    /** Of a descriptor: the commit's first slot. */
    static final String FIRST = "first";

    /** Of a descriptor: how many slots the commit takes. */
    static final String SIZE = "size";

    /** The commit id again, on a commit's first document only. */
    static final String COMMIT_ID = "commitId";

    /** Per commit: the events. */
    static final String EVENTS = "events";

    /** The event id. */
    static final String EVENT = "event";

    /** The type name. */
    static final String TYPE = "type";

    /** The revision of the schema. */
    static final String REVISION = "revision";

    /** The time, to the millisecond: of an event, or since when a void or tombstone is there. */
    static final String AT = "at";

    /** The nanoseconds beyond the millisecond, where there are any. */
    static final String NANOS = "nanos";

    /** The tags. */
    static final String TAGS = "tags";

    /** The payload. */
    static final String PAYLOAD = "payload";

    /** The representation of a payload that is not native BSON for JSON. */
    static final String REPRESENTATION = "representation";

    /** The metadata. */
    static final String METADATA = "metadata";

    /** True in a slot that holds no event and never will. */
    static final String VOID = "void";

    /** In a slot, or in place of an event, whose contents were removed: {@code truncated} or {@code deleted}. */
    static final String TOMBSTONE = "tombstone";

    private Fields() {}

    /** All of them, those of each length together. */
    static List<List<String>> byLength() {
        List<String> all = List.of(
                SLOT,
                STREAM,
                VERSION,
                LAST,
                COMMIT,
                ID,
                FIRST,
                SIZE,
                COMMIT_ID,
                EVENTS,
                EVENT,
                TYPE,
                REVISION,
                AT,
                NANOS,
                TAGS,
                PAYLOAD,
                REPRESENTATION,
                METADATA,
                VOID,
                TOMBSTONE);
        return IntStream.rangeClosed(0, REPRESENTATION.length())
                .mapToObj(length ->
                        all.stream().filter(name -> name.length() == length).toList())
                .toList();
    }
}
