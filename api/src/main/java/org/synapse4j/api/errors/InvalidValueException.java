package org.synapse4j.api.errors;

/** A value breaks a limit or rule that its type states. Nothing was written. */
public final class InvalidValueException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final String what;

    /**
     * @param what the value that is wrong and where it stands, such as {@code events[2]}
     * @param problem what is wrong with it and what is allowed
     */
    public InvalidValueException(String what, String problem) {
        super(what + " " + problem, null);
        this.what = what;
    }

    /** The value that is wrong and where it stands. */
    public String what() {
        return what;
    }
}
