package org.synapse4j.api.spi;

import java.util.List;
import java.util.Optional;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.StorageUnavailableException;

/**
 * The leases of subscriptions: a value for each {@link LeaseName}, which is compared and replaced in one step. Nothing is ever removed: a
 * token that began anew would let an old owner in. No clock is compared, and none is needed here. Thread-safe; each call is atomic and
 * blocks. Pinned by the TCK's rules LEASE.
 *
 * <p>A write that is made again with the same arguments is answered as it was the first time, as long as nothing else was stored. A write
 * that was given up may still arrive: it changes nothing once anything else was stored under that name.
 *
 * <p>Every call throws {@link OperationInterruptedException} if the thread is interrupted, and {@link StorageUnavailableException} if the
 * storage cannot be reached within the deadline; either way a write may have been done.
 */
public interface LeaseStorage {
    /** The lease of this name, if it was ever created. */
    Optional<StoredLease> find(LeaseName name);

    /** All leases of this subscription, by number of the partition. */
    List<StoredLease> list(SubscriptionName subscription);

    /**
     * Stores a lease where none of its name is.
     *
     * @return whether it is stored; false if another one was there, which stays
     */
    boolean create(StoredLease lease);

    /**
     * Stores the next value if what is stored has the token and the beat of what was seen.
     *
     * @return whether it is stored; false if another value is there, or none
     * @throws InvalidValueException if both are not of one name
     */
    boolean replace(StoredLease seen, StoredLease next);

    /**
     * Stores the next value if what is stored has the token of what was seen, whatever its beat is: it takes the lease away from an owner who
     * goes on saving meanwhile.
     *
     * @param next with a higher token
     * @return whether it is stored; false if a value of another token is there, or none
     * @throws InvalidValueException if both are not of one name, or the token does not rise
     */
    boolean revoke(StoredLease seen, StoredLease next);
}
