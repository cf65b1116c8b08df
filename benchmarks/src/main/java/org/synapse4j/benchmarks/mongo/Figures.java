package org.synapse4j.benchmarks.mongo;

/**
 * The result of a load.
 *
 * @param perSecond operations a second, over all threads
 * @param median the median latency in milliseconds
 * @param p99 the latency in milliseconds that one in a hundred exceeds
 */
record Figures(double perSecond, double median, double p99) {}
