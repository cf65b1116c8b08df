/** Storage in MongoDB, one document per stream and commit. */
module org.synapse4j.mongopercommit {
    requires transitive org.synapse4j.mongocommon;

    exports org.synapse4j.mongopercommit;

    provides org.synapse4j.api.spi.StorageProvider with
            org.synapse4j.mongopercommit.PerCommitStorage.Provider;
}
