package org.synapse4j.api.errors;

/** The data were stored in another layout, or by a later version of this library. Nothing was opened. */
public final class WrongLayoutException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String found;

    /**
     * @param where the database and collections, without credentials
     * @param expected the layout and schema version that the store was opened with
     * @param found the layout and schema version that is stored
     */
    public WrongLayoutException(String where, String expected, String found) {
        super(
                "The store in " + where + " is " + found + ", but was opened as " + expected
                        + ". Open it with the layout that it has, or under another prefix.",
                null);
        this.expected = expected;
        this.found = found;
    }

    /** The layout and schema version that the store was opened with. */
    public String expected() {
        return expected;
    }

    /** The layout and schema version that is stored. */
    public String found() {
        return found;
    }
}
