package org.synapse4j.api.errors;

/**
 * The registry of event types has no entry for a class (appending: nothing was stored) or for a stored type name (reading:
 * the other events remain readable).
 */
public final class UnknownTypeException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final String type;

    /**
     * @param type the class or the stored type name that nobody registered
     * @param where where it was met
     */
    public UnknownTypeException(String type, String where) {
        super(
                "No event type is registered for " + type + " (" + where + "). Add it to the EventTypes of this store.",
                null);
        this.type = type;
    }

    /** The class or the stored type name that nobody registered. */
    public String type() {
        return type;
    }
}
