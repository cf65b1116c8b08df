/**
 * Real MongoDB servers for this project's tests and benchmarks: one that a JVM shares, and replica sets and single servers that a
 * test may treat badly. Which server there is decides, in this order:
 * <ol>
 *   <li>the environment variable {@code MONGODB_URI}: that server, as it is; it is neither started nor stopped;
 *   <li>a {@code mongod} that the environment variable {@code MONGOD} names, or else one on the {@code PATH};
 *       {@code scripts/get-mongod} gets one;
 *   <li>Docker, if its engine answers.
 * </ol>
 * A server that a test has to itself needs a {@code mongod}. Where there is none of these, the reason is printed once and an empty
 * {@code Optional} says so; what is named but does not work is an error.
 *
 * <pre>{@code
 * Optional<RealMongo> mongo = RealMongo.single();                       // shared, started once, ends with the JVM
 * try (ReplicaSet set = RealMongo.replicaSet(3).orElseThrow()) {       // this test's own
 *     int old = set.killPrimary();
 *     set.restart(old);
 * }
 * }</pre>
 *
 * <p>A mongod is started on a free port of the loopback interface, with its data in a temporary folder. It never outlives the
 * JVM, however that ends: its parent is a small shell script that holds the other end of a pipe to the JVM. Needs a POSIX shell.
 * Nothing here is published, and nothing here knows what an event is. Brings neither a driver nor JUnit along; who uses it has
 * them.
 */
@NullMarked
package org.synapse4j.mongotestservers;

import org.jspecify.annotations.NullMarked;
