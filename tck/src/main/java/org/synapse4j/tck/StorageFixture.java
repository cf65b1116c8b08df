package org.synapse4j.tck;

/** What an adapter supplies to be tested. Thread-safe. */
public interface StorageFixture {
    /** The adapter's name, for the report and its file, such as {@code in-memory}. */
    String adapter();

    /** The server that it runs on, and its version, for the report; {@code none} where there is none. */
    String server();

    /** Which capabilities are tested. */
    Declaration declares();

    /** A new, empty storage. Called for every rule at least once; several may be open at a time. */
    StoreUnderTest open();
}
