package org.synapse4j.core.errors;

import org.synapse4j.api.errors.PermanentException;

/** An event of an aggregate that its functions neither handle nor ignore. Nothing was changed by it. */
public final class UnhandledEventException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient Class<?> event;

    /**
     * @param event the event's class
     * @param owner whose functions do not know it
     */
    public UnhandledEventException(Class<?> event, String owner) {
        super("No function of " + owner + " handles or ignores " + event.getName(), null);
        this.event = event;
    }

    /** The event's class. */
    public Class<?> event() {
        return event;
    }
}
