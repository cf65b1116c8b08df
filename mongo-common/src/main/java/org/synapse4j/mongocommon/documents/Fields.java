package org.synapse4j.mongocommon.documents;

import java.util.List;
import java.util.stream.IntStream;

/** The names of the fields in stored documents. */
public final class Fields {
    /** The key of any document. */
    public static final String KEY = "_id";

    /** The slot: of a document of the log, the key. */
    public static final String SLOT = KEY;

    /** The stream, written {@code category/id}. */
    public static final String STREAM = "stream";

    /** The version of the document's first event. */
    public static final String VERSION = "version";

    /** Per commit: the version of the document's last event. */
    public static final String LAST = "last";

    /** The commit descriptor: {@link #ID}, {@link #FIRST}, {@link #SIZE}. */
    public static final String COMMIT = "commit";

    /** Of a descriptor: the commit id. */
    static final String ID = "id";

    /** Of a descriptor: the commit's first slot. */
    public static final String FIRST = "first";

    /** Of a descriptor: how many slots the commit takes. */
    public static final String SIZE = "size";

    /** The commit id again, on a commit's first document only. */
    public static final String COMMIT_ID = "commitId";

    /** Per commit: the events. */
    public static final String EVENTS = "events";

    /** The event id. */
    public static final String EVENT = "event";

    /** The type name. */
    public static final String TYPE = "type";

    /** The revision of the schema. */
    public static final String REVISION = "revision";

    /** The time, to the millisecond: of an event, or since when a void or tombstone is there. */
    public static final String AT = "at";

    /** The nanoseconds beyond the millisecond, where there are any. */
    public static final String NANOS = "nanos";

    /** The tags. */
    public static final String TAGS = "tags";

    /** The payload. */
    public static final String PAYLOAD = "payload";

    /** The representation of a payload that is not native BSON for JSON. */
    public static final String REPRESENTATION = "representation";

    /** The position of the last event that a view has seen. */
    public static final String POSITION = "position";

    /** How often a view was written without another event seen. */
    public static final String EDITION = "edition";

    /** The metadata. */
    public static final String METADATA = "metadata";

    /** True in a slot that holds no event and never will. */
    public static final String VOID = "void";

    /** In a slot, or in place of an event, whose contents were removed: {@code truncated} or {@code deleted}. */
    public static final String TOMBSTONE = "tombstone";

    /** Of the tombstone of version 1: up to this version, the end of a document, the stream is nothing but tombstones (ADR 40). */
    public static final String UNTIL = "until";

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
                POSITION,
                EDITION,
                VOID,
                TOMBSTONE,
                UNTIL);
        return IntStream.rangeClosed(0, REPRESENTATION.length())
                .mapToObj(length ->
                        all.stream().filter(name -> name.length() == length).toList())
                .toList();
    }
}
