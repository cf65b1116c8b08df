package org.synapse4j.tck.suites;

/** The rules EXPECT: expected versions. */
public final class ExpectRules {}
