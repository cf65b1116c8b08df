/** The technology compatibility kit: rules that every storage keeps, and the suites that hold it to them. */
@SuppressWarnings("module") // tck-subscriptions is compiled after it
module org.synapse4j.tck {
    requires transitive org.synapse4j.api;
    requires transitive org.junit.jupiter.api;

    exports org.synapse4j.tck;
    exports org.synapse4j.tck.fixture;
    exports org.synapse4j.tck.kit to
            org.synapse4j.tcksubscriptions;
    exports org.synapse4j.tck.machinery to
            org.synapse4j.tcksubscriptions;
    exports org.synapse4j.tck.serialization;
}
