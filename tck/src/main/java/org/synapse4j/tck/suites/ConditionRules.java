package org.synapse4j.tck.suites;

/** The rules CONDITION: conditional appends. */
public final class ConditionRules {}
