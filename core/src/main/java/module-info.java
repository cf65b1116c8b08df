/** Aggregates, repositories, units of work and commands over an event store. */
module org.synapse4j.core {
    requires static transitive org.jspecify;
    requires transitive org.synapse4j.api;
    requires org.slf4j;

    exports org.synapse4j.core.aggregate;
    exports org.synapse4j.core.command;
    exports org.synapse4j.core.errors;
    exports org.synapse4j.core.repository;
    exports org.synapse4j.core.unitofwork;
    exports org.synapse4j.core.wiring;
}
