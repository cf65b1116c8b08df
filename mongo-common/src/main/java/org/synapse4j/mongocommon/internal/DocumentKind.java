package org.synapse4j.mongocommon.internal;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.synapse4j.mongocommon.documents.Fields;

/**
 * Documents of one kind, as somebody else's unique index sees them. A field that is in neither set they do not have, so all of them
 * are alike there.
 *
 * @param name what it is called
 * @param fixed the fields that the storage fills, so that two documents may be alike there
 * @param content the fields that the application fills
 * @param keys the fields by each of which, taken together, no two are alike
 * @param id their {@code _id}
 */
record DocumentKind(String name, Set<String> fixed, Set<String> content, List<Set<String>> keys, Id id) {
    enum Id {
        /** A number, which no collation changes. */
        NUMBER,
        OTHER
    }

    private static final Set<String> BY_SLOT = Set.of(Fields.SLOT);
    private static final Set<String> BY_VERSION = Set.of(Fields.STREAM, Fields.VERSION);
    private static final Set<String> FILLED = Set.of(
            Fields.EVENTS,
            Fields.EVENT,
            Fields.NANOS,
            Fields.TAGS,
            Fields.PAYLOAD,
            Fields.REPRESENTATION,
            Fields.METADATA);

    /** The kinds that the log holds. Of the tombstones those that are not their commit's first, and have no commit id. */
    static final List<DocumentKind> LOG = List.of(
            new DocumentKind(
                    "a void", Set.of(Fields.SLOT, Fields.VOID, Fields.AT), Set.of(), List.of(BY_SLOT), Id.NUMBER),
            new DocumentKind(
                    "a tombstone",
                    Set.of(
                            Fields.SLOT,
                            Fields.STREAM,
                            Fields.VERSION,
                            Fields.LAST,
                            Fields.COMMIT,
                            Fields.TOMBSTONE,
                            Fields.UNTIL,
                            Fields.AT),
                    Set.of(),
                    List.of(BY_SLOT, BY_VERSION),
                    Id.NUMBER),
            new DocumentKind(
                    "an event",
                    Set.of(
                            Fields.SLOT,
                            Fields.STREAM,
                            Fields.VERSION,
                            Fields.LAST,
                            Fields.COMMIT,
                            Fields.TYPE,
                            Fields.REVISION,
                            Fields.AT),
                    FILLED,
                    List.of(BY_SLOT, BY_VERSION),
                    Id.NUMBER));

    static final List<DocumentKind> SNAPSHOTS = List.of(
            new DocumentKind(
                    "a snapshot",
                    Set.of(Fields.KEY, Fields.STREAM, Fields.VERSION, Fields.TYPE, Fields.REVISION, Fields.AT),
                    FILLED,
                    List.of(Set.of(Fields.KEY), BY_VERSION),
                    Id.OTHER),
            new DocumentKind(
                    "the mark of a deletion",
                    Set.of(Fields.KEY, Fields.STREAM, Fields.VERSION, Fields.AT, Fields.TOMBSTONE),
                    Set.of(),
                    List.of(Set.of(Fields.KEY), BY_VERSION),
                    Id.OTHER));

    static final List<DocumentKind> LEASES = List.of(new DocumentKind(
            "a lease",
            Set.of(Fields.KEY, MongoLeases.TOKEN, MongoLeases.BEAT, MongoLeases.OWNER, MongoLeases.POSITION),
            Set.of(MongoLeases.NOTES),
            List.of(Set.of(Fields.KEY)),
            Id.OTHER));

    static final List<DocumentKind> STORE = List.of(new DocumentKind(
            "what the store knows of itself", Set.of(Fields.KEY), Set.of(), List.of(Set.of(Fields.KEY)), Id.OTHER));

    boolean has(String field) {
        return fixed.contains(field) || content.contains(field);
    }

    /** Whether no two are alike in all of these fields, by the storage's own doing. */
    boolean differIn(Collection<String> fields, boolean collated) {
        return collated
                ? id == Id.NUMBER && fields.contains(Fields.KEY)
                : keys.stream().anyMatch(fields::containsAll);
    }
}
