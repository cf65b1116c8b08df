package org.synapse4j.api.spi;

import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.PermanentException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.WrongLayoutException;

/** The places in which a storage keeps its data, where they have to be made before the first use: collections or tables, and indexes. Thread-safe. */
public interface StorageIndexes {
    /**
     * Makes what is missing, and leaves as it is what is there. Needs to be called once before anything is stored, and may be called
     * again at any time, beside other calls too. Blocking. Pinned by the rules LIFE.
     *
     * @throws WrongLayoutException if the store is there in another layout
     * @throws ConfigurationException if what is there cannot keep a store's promises, or if the user may not make what is missing
     * @throws PermanentException of the adapter's own, if the server refuses for another reason that stays
     * @throws OperationInterruptedException if the thread is interrupted; what was made stays
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; what was made stays
     */
    void ensureIndexes();
}
