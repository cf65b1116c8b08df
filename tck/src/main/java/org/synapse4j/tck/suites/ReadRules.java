package org.synapse4j.tck.suites;

/** The rules READ: reads of a stream. */
public final class ReadRules {}
