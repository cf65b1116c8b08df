package org.synapse4j.api.spi.support;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.ViewChange;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.spi.StorageLimits;

/** What every storage of views refuses before it writes anything. Its methods have no state. */
public final class ViewWrites {
    private ViewWrites() {}

    /**
     * Refuses changes that no storage may store.
     *
     * @throws InvalidValueException if two of them are of one key
     * @throws TooLargeException if a state is larger than a snapshot may be
     */
    public static void require(ViewName name, List<ViewChange<OpaqueEvent>> changes, StorageLimits limits) {
        Objects.requireNonNull(name, "view");
        Objects.requireNonNull(limits, "limits");
        Set<String> keys = new HashSet<>();
        for (ViewChange<OpaqueEvent> change : Objects.requireNonNull(changes, "changes")) {
            if (!keys.add(change.key())) {
                throw new InvalidValueException("changes", "change view " + change.key() + " twice");
            }
            long size =
                    change.next().state().map(state -> state.payload().size()).orElse(0L);
            if (size > limits.snapshotSize()) {
                throw tooLarge(name, change.key(), size, limits.snapshotSize());
            }
        }
    }

    /** The error of a view that is too large, in bytes. */
    public static TooLargeException tooLarge(ViewName name, String key, long size, long limit) {
        Objects.requireNonNull(name, "view");
        return new TooLargeException("the view", StreamId.of(name.toString(), key), size, limit, "bytes");
    }
}
