/** The default serialiser: JSON by Jackson. */
module org.synapse4j.jackson {
    requires transitive org.synapse4j.api;
    requires transitive com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;

    exports org.synapse4j.jackson;

    provides org.synapse4j.api.serialization.Serializer with
            org.synapse4j.jackson.JacksonSerializer;
}
