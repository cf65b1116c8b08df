package org.synapse4j.mongocommon;

import java.time.Duration;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.WrongLayoutException;
import org.synapse4j.api.spi.StorageIndexes;
import org.synapse4j.api.spi.StorageStrategy;

/**
 * A storage in MongoDB, in either layout. It has every capability, needs no transactions, and works alike on a standalone server, a
 * replica set and compatible products. It writes with majority and journal, reads from the primary with majority, and uses the
 * driver's own codecs, whatever the client's settings are. Thread-safe. Strategies make it; nobody else implements it.
 *
 * <p>Besides what a call names, it may throw {@link ConfigurationException} if the store or an index was not made, if a collection that
 * somebody else made cannot keep a store's promises, or if the user may not do what the call needs; {@link WrongLayoutException}, at
 * the first call, if the store is there in another layout; and {@link ServerRefusedException} if the server refuses with an error that
 * trying again does not change. A commit was not stored then.
 */
public interface MongoStorage extends StorageStrategy, StorageIndexes {
    /**
     * Makes the collections, the indexes and the document that names the layout, where they are missing. Needs to be called once
     * before anything is stored, and may be called again at any time. The index on tags, unless the options say that there is to be none,
     * is made for a store that has events too: the server reads them all for that, while others go on to read and append.
     *
     * @throws WrongLayoutException if the store is there in another layout
     * @throws ConfigurationException if a collection or an index is there that cannot keep a store's promises, such as one with a
     *     collation, a TTL index, or an index of the same name with other options, or if the user may not make it; it says how to mend it
     * @throws ServerRefusedException if the server refuses for another reason, such as two documents that a unique index forbids
     * @throws StorageUnavailableException if the server cannot be reached, or one collection or index not be made, within the deadline, which
     *     each of them has for itself, and a day for the index on tags of a store that has events; what was made stays
     * @throws OperationInterruptedException if the thread is interrupted; what was made stays
     * @throws ClosedException if the storage is closed
     */
    @Override
    void ensureIndexes();

    /**
     * Removes voids, and tombstones of whole commits, that are older than this and lie below the settled slot; the first and the
     * last document of a stream stay. Removes snapshots too that were saved after their stream was deleted and are not read. Costs one pass over the log, and one over the snapshots: call it when little else is to do, 30 days being a good retention.
     * What is gained is room; events, versions and positions stay what they are.
     *
     * <p>What is given up: a commit whose events were removed, and whose append is tried again after it was pruned, is no longer
     * recognised by its id; and a process that was suspended for longer than the retention, and then goes on with an append that it
     * had begun, may write into a slot that was pruned, where it harms the feed. Cut short, it may be called again.
     *
     * @param retention how long they stay, by the clocks of those who left them; from a day to 100 years
     * @throws InvalidValueException if it is shorter or longer
     * @throws StorageUnavailableException if the server cannot be reached, or what is not settled yet not be walked over, within the
     *     deadline, which each part of some thousand slots has for itself; what was removed stays so
     * @throws OperationInterruptedException if the thread is interrupted; what was removed stays so
     * @throws ClosedException if the storage is closed
     */
    Pruned prune(Duration retention);

    /**
     * Looks at all of the store, and tells what is not as it should be: settings of collections and indexes, documents and events that cannot be
     * read, holes in the log and in streams, torn commits. Changes nothing, and needs no store that can be opened: one whose settings are
     * refused is looked at too. Lazy: nothing is asked before the first step. Costs one pass over the log and one over the index of
     * streams. What is written meanwhile may look like a hole; verify again before acting on one.
     *
     * @return what is found; each of its steps throws what reads of streams do. To be closed
     * @throws ClosedException if the storage is closed
     */
    Verification verify();
}
