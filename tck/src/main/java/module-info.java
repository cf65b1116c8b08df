/** The technology compatibility kit: rules that every storage keeps, and the suites that hold it to them. */
module org.synapse4j.tck {
    requires transitive org.synapse4j.api;
    requires transitive org.junit.jupiter.api;

    exports org.synapse4j.tck;
    exports org.synapse4j.tck.fixture;
    exports org.synapse4j.tck.serialization;
}
