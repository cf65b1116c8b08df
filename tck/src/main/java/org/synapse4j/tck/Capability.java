package org.synapse4j.tck;

/** What a storage may have and a fixture may be able to do. Whatever is declared is tested in full. */
public enum Capability {
    /** Appends to and reads of one stream. Every storage has it. */
    STREAMS("appends to and reads of one stream"),
    /** Commits over several streams. */
    MULTI_STREAM("commits over several streams"),
    /** Conditional appends. */
    CONDITIONAL("conditional appends"),
    /** The feed. */
    FEED("the feed"),
    /** The listing of streams. */
    LISTING("the listing of streams"),
    /** Truncating and deleting. */
    DELETION("truncating and deleting"),
    /** Snapshots. */
    SNAPSHOTS("snapshots"),
    /** Checkpoints. */
    CHECKPOINTS("checkpoints"),
    /** Of the fixture: closing a storage and opening what it stored again. */
    REOPEN("opening stored data again"),
    /** Of the fixture: a second storage on the same data, as another process would open it. */
    SECOND_PROCESS("a second process on the same data"),
    /** Of the fixture: injecting faults. */
    FAULTS("fault injection");

    private final String words;

    Capability(String words) {
        this.words = words;
    }

    /** The capability in words. */
    public String words() {
        return words;
    }
}
