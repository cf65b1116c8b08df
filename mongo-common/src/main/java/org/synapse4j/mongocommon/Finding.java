package org.synapse4j.mongocommon;

import java.util.Objects;

/**
 * Something in a store that is not as it should be, or that its owner should know. Immutable.
 *
 * @param kind what it is
 * @param what where it is, in words, and what is wrong
 */
public record Finding(Kind kind, String what) {
    /** What was found. */
    public enum Kind {
        /** A collection or an index cannot keep the store's promises, is missing, or is for another layout; the words say how to mend it. */
        SETTING,
        /** An index that is not the store's own; it does no harm, but costs room and time on writing. */
        FOREIGN_INDEX,
        /** A document that is not as this library writes it, or is for the other layout: readers of the feed pass it over. */
        ODD_DOCUMENT,
        /** An event whose payload fails when it is looked at; its document is readable otherwise. */
        UNREADABLE_EVENT,
        /** A commit that readers have passed, and part of whose documents is not there. */
        TORN_COMMIT,
        /** Slots that are free though later ones are not, above the settled slot: a writer is slow, has died, or a restore was not whole. */
        MISSING_SLOT,
        /** A version that a stream lacks: reading it fails there. */
        MISSING_VERSION,
        /** Events that the mark on their stream's first tombstone says were removed: readers of the stream pass them over, those of the feed do not. */
        HIDDEN_EVENTS
    }

    public Finding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(what, "what");
    }
}
