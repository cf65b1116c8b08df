package org.synapse4j.mongocommon.internal;

import org.synapse4j.api.ViewName;

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

    static String view(String prefix, ViewName name) {
        return prefix + "_view_" + name;
    }

    static String store(String prefix) {
        return prefix + "_store";
    }
}
