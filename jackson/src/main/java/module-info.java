/** Serialisers by Jackson: JSON, the default, also where it is at hand as BSON, and CBOR; and the tree on which upcasters work. */
module org.synapse4j.jackson {
    requires transitive org.synapse4j.api;
    requires transitive com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.cbor;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;

    exports org.synapse4j.jackson;

    provides org.synapse4j.api.serialization.Converter with
            org.synapse4j.jackson.JsonTree.FromText,
            org.synapse4j.jackson.JsonTree.ToText,
            org.synapse4j.jackson.JsonTree.FromCbor;
    provides org.synapse4j.api.serialization.Serializer with
            org.synapse4j.jackson.JacksonSerializer;
}
