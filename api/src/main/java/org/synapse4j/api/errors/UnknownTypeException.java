package org.synapse4j.api.errors;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.Revision;

/**
 * The registry of event types has no entry for a class (appending: nothing was stored) or for a stored type name or revision
 * (reading: the other events remain readable).
 */
public final class UnknownTypeException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final transient @Nullable EventPlace place;

    /**
     * @param type the class or the stored type name that nobody registered
     * @param where where it was met
     */
    public UnknownTypeException(String type, String where) {
        this(type, where, (EventPlace) null);
    }

    /**
     * @param type the class or the stored type name that nobody registered
     * @param where where it was met
     * @param place where the event is, where it is one
     */
    public UnknownTypeException(String type, String where, @Nullable EventPlace place) {
        super(
                "No event type is registered for " + type + " (" + where + "). Add it to the EventTypes of this store.",
                null);
        this.type = type;
        this.place = place;
    }

    /**
     * @param type the stored type name, which is registered
     * @param stored the revision that no upcaster leads on from
     * @param registered the revision that is registered
     * @param where where it was met
     * @param place where the event is, where it is one
     */
    public UnknownTypeException(
            String type, Revision stored, Revision registered, String where, @Nullable EventPlace place) {
        super(
                "No upcaster leads from " + type + " revision " + stored + " (" + where + ") to revision " + registered
                        + ", which is registered. Add one; Upcaster.rename, where it can be read as it is.",
                null);
        this.type = type;
        this.place = place;
    }

    /** The class or the stored type name that nobody registered, at this revision at least. */
    public String type() {
        return type;
    }

    /** Where the event is; empty for snapshots, and when appending. */
    public Optional<EventPlace> place() {
        return Optional.ofNullable(place);
    }
}
