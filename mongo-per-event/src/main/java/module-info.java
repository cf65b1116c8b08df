/** Storage in MongoDB, one document per event. */
module org.synapse4j.mongoperevent {
    requires transitive org.synapse4j.mongocommon;

    exports org.synapse4j.mongoperevent;

    provides org.synapse4j.api.spi.StorageProvider with
            org.synapse4j.mongoperevent.PerEventStorage.Provider;
}
