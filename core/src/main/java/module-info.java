/** Aggregates, repositories, units of work, commands and processes over an event store. */
module org.synapse4j.core {
    requires static jakarta.validation;
    requires static transitive org.jspecify;
    requires transitive org.synapse4j.api;
    requires org.slf4j;
    requires transitive org.synapse4j.subscriptions;

    exports org.synapse4j.core.aggregate;
    exports org.synapse4j.core.command;
    exports org.synapse4j.core.errors;
    exports org.synapse4j.core.process;
    exports org.synapse4j.core.repository;
    exports org.synapse4j.core.unitofwork;
    exports org.synapse4j.core.wiring;
}
