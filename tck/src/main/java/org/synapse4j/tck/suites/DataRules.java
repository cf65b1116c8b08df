package org.synapse4j.tck.suites;

/** The rules DATA: payloads, metadata, tags, times, names and limits. */
public final class DataRules {}
