/** The contract of Synapse4j: what an application uses, what an adapter implements, and how either fails. */
module org.synapse4j.api {
    requires static transitive org.jspecify;

    exports org.synapse4j.api;
    exports org.synapse4j.api.errors;
    exports org.synapse4j.api.serialization;
    exports org.synapse4j.api.spi;
    exports org.synapse4j.api.spi.support;

    uses org.synapse4j.api.serialization.Converter;
    uses org.synapse4j.api.serialization.Serializer;
    uses org.synapse4j.api.spi.StorageProvider;
}
