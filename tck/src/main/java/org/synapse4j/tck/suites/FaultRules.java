package org.synapse4j.tck.suites;

/** The rules FAULT: lost connections, lost answers, dead and stalled writers. */
public final class FaultRules {}
