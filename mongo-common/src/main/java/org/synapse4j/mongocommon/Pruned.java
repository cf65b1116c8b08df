package org.synapse4j.mongocommon;

/**
 * The numbers that {@link MongoStorage#prune} removed; less than that where an answer was lost on the way.
 *
 * @param voids how many voids
 * @param tombstones how many tombstones
 */
public record Pruned(long voids, long tombstones) {}
