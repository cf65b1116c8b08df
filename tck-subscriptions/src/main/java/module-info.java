/** Rules of subscriptions: what a storage that keeps those of the TCK has to be for subscriptions to keep their promises. */
@SuppressWarnings("module") // the TCK's machinery calls the suites
module org.synapse4j.tcksubscriptions {
    requires transitive org.synapse4j.subscriptions;
    requires transitive org.synapse4j.tck;

    exports org.synapse4j.tcksubscriptions;
    exports org.synapse4j.tcksubscriptions.suites to
            org.synapse4j.tck;
}
