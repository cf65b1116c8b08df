package org.synapse4j.api.spi;

/** A thing that an append may ask for beyond events for one stream. A storage {@linkplain StorageStrategy#capabilities() declares} it. */
public enum AppendCapability {
    /** Events for several streams, all or none. Pinned by the rules MULTI. */
    MULTI_STREAM("commits over several streams"),

    /** A condition on the feed, as if nothing happened between looking and storing. Pinned by the rules CONDITION. */
    CONDITIONAL("conditional append");

    private final String words;

    AppendCapability(String words) {
        this.words = words;
    }

    /** The capability in words. */
    public String words() {
        return words;
    }
}
