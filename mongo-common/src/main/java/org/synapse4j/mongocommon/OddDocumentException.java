package org.synapse4j.mongocommon;

import org.synapse4j.api.errors.PermanentException;
import org.synapse4j.api.errors.SerializationException;

/**
 * A document in the database is not as this library writes it: a field is missing or of another type, or what it says cannot be. It was
 * changed or added by other hands, or came here damaged. A call that needs it fails; no other does: readers of the feed pass it over, and log
 * it. Where only an event in it cannot be read, its payload fails, by a {@link SerializationException}, and no call. An append that
 * ends so has stored nothing.
 */
public final class OddDocumentException extends PermanentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param what which document, or in which call it was met
     * @param cause what is wrong with it
     */
    public OddDocumentException(String what, RuntimeException cause) {
        super("Not as Synapse4j writes it: " + what + ". It says: " + cause.getMessage(), cause);
    }
}
