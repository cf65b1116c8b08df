package org.synapse4j.tck.suites;

/** The rules SNAPSHOT: snapshots. */
public final class SnapshotRules {}
