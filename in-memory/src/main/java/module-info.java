/** The reference storage: everything in memory. */
module org.synapse4j.inmemory {
    requires transitive org.synapse4j.api;

    exports org.synapse4j.inmemory;

    provides org.synapse4j.api.spi.StorageProvider with
            org.synapse4j.inmemory.InMemoryStorage.Provider;
}
