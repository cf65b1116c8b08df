/**
 * A MongoDB server inside the JVM: mongo-java-server's memory backend behind a front of our own, which mends what that
 * backend is known to do wrong and injects faults. It stands for function and for faults, never for speed or durability: all
 * data is gone with the process. What a real server does is certified on real servers; nothing here depends on a layout or
 * knows what an event is.
 *
 * <h2>Use</h2>
 * <pre>{@code
 * try (EmbeddedMongo server = EmbeddedMongo.start();
 *         MongoClient client = MongoClients.create(server.connectionString())) {
 *     Fault lost = server.faults().next("insert").dropAfter();     // the write is applied, its answer is lost
 *     ...
 *     assertEquals(1, lost.fired());
 *     assertEquals(1, server.commands().count("find"));            // and was looked up in one round trip
 * }
 * }</pre>
 * Or by a line of configuration, {@code embedded:?layout=per-event}: the server starts with the storage and stops with it.
 *
 * <h2>What is mended</h2>
 * <ul>
 *   <li>Replies held live documents, so that finds were torn and findAndModify returned later values: commands run one at a
 *       time, and replies and cursors hold copies.
 *   <li>A failed bulk insert counted all its documents; ordered updates and deletes went on after an error; what key was taken
 *       was said in the message only.
 *   <li>Without a batch size everything came in one reply, however large; aggregate ignored the batch size.
 *   <li>Binary data of a subtype other than 0 and 4 was refused or lost its subtype.
 *   <li>{@code hello} was unknown; batches were limited to 1,000 documents.
 *   <li>createIndexes took an index that exists with other options (codes 85 and 86); dropIndexes dropped indexes of other
 *       collections.
 *   <li>Updates made documents larger than 16 MB.
 *   <li>Updates by an aggregation pipeline; filters of listCollections; upserts' {@code lastErrorObject}.
 *   <li>A range, or the beginning of an index, was read by scanning the collection: unique indexes are sorted.
 * </ul>
 *
 * <h2>Limits</h2>
 * It answers as a standalone server of version 5.0 without sessions, transactions, change streams and authentication; read
 * and write concerns are taken and mean nothing, as there is one copy. Indexes that are not unique are listed, not kept.
 * Unique partial indexes, collations and clustered collections are refused rather than done wrong. Of a document with the same field
 * twice the last one stays. Cursors are snapshots: a document that is removed before its batch is fetched still comes, and one
 * that is inserted meanwhile does not, so that code that relies on either passes here and fails on a real server.
 *
 * <p>For the class path only, which is why it has no module descriptor: the backend's two jars split packages between them,
 * so that they cannot both be modules.
 */
@NullMarked
package org.synapse4j.mongoembedded;

import org.jspecify.annotations.NullMarked;
