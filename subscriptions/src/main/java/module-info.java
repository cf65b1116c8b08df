/** Live reading of the feed: subscriptions, their leases and checkpoints, and what becomes of an event whose handler fails. */
module org.synapse4j.subscriptions {
    requires transitive org.synapse4j.api;
    requires org.slf4j;

    exports org.synapse4j.subscriptions;
}
