package org.synapse4j.tck.suites;

/** The rules LIFE: opening, closing, interrupting, bad input. */
public final class LifeRules {}
