/**
 * Synapse4j on a real MongoDB beside the plain driver, which writes and reads the same documents in a collection with the same
 * indexes: ratios in one run. Benchmarks without a server do not belong here.
 */
@NullMarked
package org.synapse4j.benchmarks.mongo;

import org.jspecify.annotations.NullMarked;
