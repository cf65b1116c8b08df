package org.synapse4j.api.errors;

/** The storage that this store was opened on does not offer what the call needs. Nothing was written. */
public final class CapabilityMissingException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final String capability;

    /**
     * @param capability the capability in words, such as {@code conditional append}
     * @param storage the storage that lacks it
     */
    public CapabilityMissingException(String capability, String storage) {
        super(
                "The storage " + storage + " has no " + capability
                        + ". Open the store on one that declares it in its TCK report.",
                null);
        this.capability = capability;
    }

    /** The capability that is missing. */
    public String capability() {
        return capability;
    }
}
