package org.synapse4j.mongocommon.internal;

/** The names of a store's collections, which all begin with its prefix. */
final class CollectionNames {
    private CollectionNames() {}

    static String events(String prefix) {
        return prefix + "_events";
    }

    static String snapshots(String prefix) {
        return prefix + "_snapshots";
    }

    static String leases(String prefix) {
        return prefix + "_leases";
    }

    static String store(String prefix) {
        return prefix + "_store";
    }
}
