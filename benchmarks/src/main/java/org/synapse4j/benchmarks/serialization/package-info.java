/**
 * The cost of serialisation: objects to stored BSON and back beside the driver's own documents, payloads that nobody looks at,
 * upcasters of other types. Ratios in one run, in turns: {@code mvn -q -Pbenchmarks -Dserialization -pl benchmarks -am}. What needs
 * a server does not belong here.
 */
@NullMarked
package org.synapse4j.benchmarks.serialization;

import org.jspecify.annotations.NullMarked;
