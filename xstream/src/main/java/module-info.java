/** A serialiser by XStream: XML, of registered classes only; and the tree on which upcasters work. */
module org.synapse4j.xstream {
    requires transitive org.synapse4j.api;
    requires transitive java.xml;
    requires xstream;

    exports org.synapse4j.xstream;

    provides org.synapse4j.api.serialization.Converter with
            org.synapse4j.xstream.XmlTree.FromText,
            org.synapse4j.xstream.XmlTree.ToText;
}
