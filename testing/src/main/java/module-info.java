/** Given, when, then: aggregates and what works with them, on the storage in memory. */
module org.synapse4j.testing {
    requires static transitive org.jspecify;
    requires transitive org.synapse4j.core;
    requires transitive org.synapse4j.subscriptions;
    requires org.synapse4j.inmemory;

    exports org.synapse4j.testing;
}
