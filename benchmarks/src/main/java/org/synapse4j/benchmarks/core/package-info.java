/**
 * What the core adds to the calls that an application would make by hand, and Axon beside it. Nothing of MongoDB but the last table, which is
 * in {@link org.synapse4j.benchmarks.mongo}.
 */
@NullMarked
package org.synapse4j.benchmarks.core;

import org.jspecify.annotations.NullMarked;
