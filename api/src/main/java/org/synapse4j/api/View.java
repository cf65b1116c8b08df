package org.synapse4j.api;

import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * A view as it is stored: what the events of one key have made, and which of them it has seen. Who is given an event again sees by the
 * position that there is nothing to do (ADR 32). Immutable, as far as the state is.
 *
 * @param key what it is found by; up to {@link #KEY_BYTES} in UTF-8
 * @param position the last event that it has seen; those of its key up to there are in it
 * @param edition rises where it is written without another event seen; from 0 up
 * @param state what the events made; absent of a tombstone: they made a view, and deleted it
 */
public record View<S>(String key, Position position, long edition, Optional<S> state) {
    /** How long a key may be, in bytes of UTF-8. */
    public static final int KEY_BYTES = 400;

    /** @throws InvalidValueException if the key is blank, too long or holds a NUL, or the edition is negative */
    public View {
        Require.name("view key", key, KEY_BYTES);
        Objects.requireNonNull(position, "position");
        Require.atLeast("edition", edition, 0);
        Objects.requireNonNull(state, "state");
    }

    /** Whether both have seen the same events, and are of the same edition. */
    public boolean isAt(View<?> other) {
        Objects.requireNonNull(other, "other");
        return position.equals(other.position) && edition == other.edition;
    }
}
