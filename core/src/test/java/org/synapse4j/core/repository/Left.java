package org.synapse4j.core.repository;

/** What a repository keeps while nobody works with it. */
public final class Left {
    private Left() {}

    /** How many aggregates are locked. */
    public static int locks(Repository<?> repository) {
        return repository.locks().orElseThrow().size();
    }

    /** Of how many aggregates a snapshot is being saved. */
    public static int snapshots(Repository<?> repository) {
        return repository.savingSnapshots();
    }

    /** How many states are cached. */
    public static int cached(Repository<?> repository) {
        return repository.cached();
    }
}
