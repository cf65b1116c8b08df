package org.synapse4j.tck.suites;

/** The rules RACE: several threads at once: whole histories, not final counts. */
public final class RaceRules {}
