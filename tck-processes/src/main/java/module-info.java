/** The rules that processes keep on every storage. */
module org.synapse4j.tckprocesses {
    requires static transitive org.jspecify;
    requires transitive org.synapse4j.core;
    requires transitive org.junit.jupiter.api;

    exports org.synapse4j.tckprocesses;
}
