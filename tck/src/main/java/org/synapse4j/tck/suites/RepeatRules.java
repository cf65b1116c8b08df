package org.synapse4j.tck.suites;

/** The rules REPEAT: commit ids: the same commit appended again. */
public final class RepeatRules {}
