package org.synapse4j.api.spi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synapse4j.api.Position;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewChange;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.serialization.OpaqueEvent;

/**
 * Views by name, version and key. Each is compared and replaced in one step; several changes are not one step. No view has to be made before
 * it is written to. Thread-safe; each call blocks. Pinned by the TCK's rules VIEW.
 *
 * <p>Every call throws {@link OperationInterruptedException} if the thread is interrupted, and {@link StorageUnavailableException} if the
 * storage cannot be reached within the deadline; either way a write may have been done, in part or in whole.
 */
public interface ViewStorage {
    /** Those of these views that are there, by key, tombstones too. */
    Map<String, View<OpaqueEvent>> find(ViewName name, Set<String> keys);

    /**
     * Views in an order of the storage's own that is always the same, tombstones too.
     *
     * @param after the key after which it goes on, which need not be there; the empty text for the first ones
     * @param most how many at most, from 1 up; fewer only at the end
     */
    List<View<OpaqueEvent>> page(ViewName name, String after, int most);

    /**
     * Stores each of these whose view is there as it was seen: at that position and edition, or absent. A change that is made again is answered as it
     * was the first time, as long as nothing else was stored.
     *
     * @param changes of different keys
     * @return the keys of those that were not stored, as something else is there
     * @throws InvalidValueException if a key stands there twice; nothing was stored
     * @throws TooLargeException if a state is beyond {@link StorageLimits#snapshotSize()}; nothing was stored
     */
    Set<String> write(ViewName name, List<ViewChange<OpaqueEvent>> changes);

    /** Removes the tombstones at this position and below it. */
    void prune(ViewName name, Position upTo);

    /** Removes all of this version of a view. One that is not there changes nothing. */
    void drop(ViewName name);
}
