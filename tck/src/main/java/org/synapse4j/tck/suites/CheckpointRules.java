package org.synapse4j.tck.suites;

/** The rules CHECKPOINT: checkpoints. */
public final class CheckpointRules {}
