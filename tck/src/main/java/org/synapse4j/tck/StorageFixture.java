package org.synapse4j.tck;

import java.time.Duration;
import java.util.Set;

/** What an adapter supplies to be tested. Thread-safe. */
public interface StorageFixture {
    /** The adapter's name, for the report and its file, such as {@code in-memory}. */
    String adapter();

    /** The server that it runs on, and its version, for the report; {@code none} where there is none. */
    String server();

    /** Which capabilities are tested. */
    Declaration declares();

    /**
     * How long a call may take at most where others have died, stalled or lost their connection: more than the storage's grace
     * and deadline together. A rule fails that has waited so long.
     */
    default Duration patience() {
        return Duration.ofSeconds(10);
    }

    /**
     * Whether the rules that are marked large are tested too. False where another fixture holds the same adapter to them: once is enough, they
     * take long. The report lists them as left out.
     */
    default boolean large() {
        return true;
    }

    /** A new, empty storage. Called for every rule at least once; several may be open at a time. */
    StoreUnderTest open();

    /**
     * A new, empty storage, for a rule that needs these capabilities; any, by default.
     *
     * <p>How long calls may take before they give up is the fixture's to choose. Of the rules that need {@link Capability#FAULTS} some wait until
     * one does, so that a short deadline saves time. No other should ever meet it: they judge what a storage does, also on a busy machine, and
     * some store as much as one append may hold.
     *
     * @param needs what the rule needs, besides {@link Capability#STREAMS}
     */
    default StoreUnderTest open(Set<Capability> needs) {
        return open();
    }
}
