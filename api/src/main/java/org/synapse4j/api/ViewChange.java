package org.synapse4j.api;

import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.errors.InvalidValueException;

/**
 * A view to be stored, if what is there is what was seen. Immutable.
 *
 * @param seen what was found under its key, if anything was
 * @param next what is stored in its place
 */
public record ViewChange<S>(Optional<View<S>> seen, View<S> next) {
    /** @throws InvalidValueException if both are of different keys, or as far as each other */
    public ViewChange {
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(next, "next");
        if (seen.filter(view -> !view.key().equals(next.key())).isPresent()) {
            throw new InvalidValueException(
                    "next", "is view " + next.key() + ", and " + seen.get().key() + " was seen");
        }
        if (seen.filter(next::isAt).isPresent()) {
            throw new InvalidValueException("next", "has the position and edition of what was seen");
        }
    }

    /** The key of the view. */
    public String key() {
        return next.key();
    }
}
