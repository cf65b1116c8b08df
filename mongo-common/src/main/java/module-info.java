/** Everything about MongoDB that does not depend on the layout: the commit protocol, documents, snapshots, leases. */
@SuppressWarnings("module") // the strategies are compiled after it
module org.synapse4j.mongocommon {
    requires transitive org.synapse4j.api;
    requires transitive org.mongodb.bson;
    requires transitive org.mongodb.driver.core;
    requires transitive org.mongodb.driver.sync.client;
    requires static com.google.errorprone.annotations;
    requires com.fasterxml.jackson.core;
    requires org.slf4j;

    exports org.synapse4j.mongocommon;
    exports org.synapse4j.mongocommon.documents to
            org.synapse4j.mongoperevent,
            org.synapse4j.mongopercommit;
    exports org.synapse4j.mongocommon.internal to
            org.synapse4j.mongoperevent,
            org.synapse4j.mongopercommit;

    provides org.synapse4j.api.serialization.Converter with
            org.synapse4j.mongocommon.BsonForm.FromJson,
            org.synapse4j.mongocommon.BsonForm.ToJson;
}
