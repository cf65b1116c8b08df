package org.synapse4j.tck.suites;

/** The rules LIST: the listing of streams. */
public final class ListRules {}
