package org.synapse4j.api.spi;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * A lease as it is stored: who may work on a partition of a subscription, and how far the work has come. Lease, fencing token and
 * checkpoint are one value, so that who has lost the lease cannot move the checkpoint (ADR 30). Immutable.
 *
 * <p>Each of its methods says what is stored next: a holder's next value has the next beat, one that takes the lease away from whoever has
 * it has the next token. So a token and a beat never come twice with different contents, and whatever arrives late is refused.
 *
 * @param name which lease
 * @param token rises whenever the lease goes to an owner or is taken away; from 1 up; never falls
 * @param beat rises with each write of the owner; from 0 up, anew with each token
 * @param owner who has the lease, if anybody has. Unique to one run of one process: two that use the same name share what they take
 * @param position the checkpoint: everything up to it was handled. Absent where nothing was saved yet, which is not {@link Position#START}
 * @param notes what the subscription keeps beside its position, by name; at most {@link #NOTES_BYTES} in UTF-8 taken together
 */
public record StoredLease(
        LeaseName name,
        long token,
        long beat,
        Optional<String> owner,
        Optional<Position> position,
        Map<String, String> notes) {
    /** How much the notes of a lease may hold, names and contents taken together, in bytes of UTF-8. */
    public static final int NOTES_BYTES = 4_000_000;

    /** @throws InvalidValueException if a number is too small, the owner's name is blank or too long, or the notes are too large */
    public StoredLease {
        Objects.requireNonNull(name, "lease");
        Require.atLeast("token", token, 1);
        Require.atLeast("beat", beat, 0);
        Objects.requireNonNull(owner, "owner").ifPresent(held -> Require.name("owner", held, Require.NAME_BYTES));
        Objects.requireNonNull(position, "position");
        notes = Require.texts("notes", notes);
        long bytes = notes.entrySet().stream()
                .mapToLong(note -> (long) Require.utf8Length(note.getKey()) + Require.utf8Length(note.getValue()))
                .sum();
        if (bytes > NOTES_BYTES) {
            throw new InvalidValueException("notes", "have " + bytes + " bytes in UTF-8; the limit is " + NOTES_BYTES);
        }
    }

    /** A lease that nobody has yet, without a checkpoint: what is created. */
    public static StoredLease first(LeaseName name) {
        return new StoredLease(name, 1, 0, Optional.empty(), Optional.empty(), Map.of());
    }

    /** The same lease in this owner's hands. */
    public StoredLease takenBy(String newOwner) {
        return new StoredLease(name, token + 1, 0, Optional.of(newOwner), position, notes);
    }

    /** The same lease, its owner being alive. */
    public StoredLease renewed() {
        return new StoredLease(name, token, beat + 1, owner, position, notes);
    }

    /** The same lease, its owner being alive, with this checkpoint and these notes. */
    public StoredLease saved(Position passed, Map<String, String> noted) {
        return new StoredLease(name, token, beat + 1, owner, Optional.of(passed), noted);
    }

    /** The same lease, given up by its owner. */
    public StoredLease released() {
        return new StoredLease(name, token, beat + 1, Optional.empty(), position, notes);
    }

    /** The same lease, taken away from whoever has it, with this checkpoint and these notes. */
    public StoredLease revoked(Optional<Position> passed, Map<String, String> noted) {
        return new StoredLease(name, token + 1, 0, Optional.empty(), passed, noted);
    }

    /** Whether both are of the same token and the same beat, and so the same in everything. */
    public boolean isAt(StoredLease other) {
        Objects.requireNonNull(other, "other");
        return token == other.token && beat == other.beat;
    }
}
