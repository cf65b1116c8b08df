/** Live reading of the feed: subscriptions, their leases and checkpoints, and what becomes of an event whose handler fails. */
@SuppressWarnings("module") // the module that is exported to is compiled after this one
module org.synapse4j.subscriptions {
    requires transitive org.synapse4j.api;
    requires org.slf4j;

    exports org.synapse4j.subscriptions;
    exports org.synapse4j.subscriptions.internal to
            org.synapse4j.testing;
    exports org.synapse4j.subscriptions.projection;
}
