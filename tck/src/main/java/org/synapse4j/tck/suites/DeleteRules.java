package org.synapse4j.tck.suites;

/** The rules DELETE: truncating and deleting. */
public final class DeleteRules {}
