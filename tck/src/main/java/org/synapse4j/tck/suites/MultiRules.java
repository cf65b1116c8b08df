package org.synapse4j.tck.suites;

/** The rules MULTI: commits over several streams. */
public final class MultiRules {}
