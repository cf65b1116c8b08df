package org.synapse4j.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.synapse4j.api.errors.InvalidValueException;

/** How a value type refuses: a typed error that says which value, where it stands, and what is wrong with it. */
public final class Refusal {
    private Refusal() {}

    /**
     * Runs what must be refused.
     *
     * @param what the value that the error must name, and where it stands
     * @param problem what its message must say is wrong
     */
    public static void refused(String what, String problem, Runnable call) {
        InvalidValueException e = assertThrows(InvalidValueException.class, call::run);
        assertEquals(what, e.what());
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith(what), message);
        assertTrue(message.contains(problem), message);
    }

    /** Runs a call that is given null for this parameter. */
    public static void refusedNull(String parameter, Runnable call) {
        NullPointerException e = assertThrows(NullPointerException.class, call::run);
        assertEquals(parameter, e.getMessage());
    }
}
