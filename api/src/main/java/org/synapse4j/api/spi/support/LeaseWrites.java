package org.synapse4j.api.spi.support;

import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.spi.StoredLease;

/** The checks of every storage of leases before it writes anything. Its methods have no state. */
public final class LeaseWrites {
    private LeaseWrites() {}

    /**
     * Refuses a replacement that no storage may store.
     *
     * @throws InvalidValueException if both are not of one name
     */
    public static void requireReplaceable(StoredLease seen, StoredLease next) {
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(next, "next");
        if (!seen.name().equals(next.name())) {
            throw new InvalidValueException("next", "is lease " + next.name() + ", and " + seen.name() + " was seen");
        }
    }

    /**
     * Refuses a revocation that no storage may store.
     *
     * @throws InvalidValueException if both are not of one name, or the token does not rise
     */
    public static void requireRevocable(StoredLease seen, StoredLease next) {
        requireReplaceable(seen, next);
        if (next.token() <= seen.token()) {
            throw new InvalidValueException(
                    "next", "has token " + next.token() + ", which is not above that seen, " + seen.token());
        }
    }
}
