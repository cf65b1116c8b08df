package org.synapse4j.mongocommon;

import org.synapse4j.api.errors.TransientException;

/**
 * A slot of the log is held by nothing that counts, and the server refuses the void that would settle it, as a validator does that was made
 * after the store. Reads of the feed, conditional appends and maintenance wait there by this error, and so does an append to a stream whose
 * last version is held by what was left there; other appends do not. The cause says why it is refused. Once the server
 * takes the void, the same calls go on by themselves.
 */
public final class SlotBlockedException extends TransientException {
    private static final long serialVersionUID = 1L;

    private final long slot;

    /**
     * @param slot the slot, which is the {@code _id} of its document
     * @param cause what the server says
     */
    public SlotBlockedException(long slot, ServerRefusedException cause) {
        super(
                "Slot " + slot + " of the log cannot be settled, as no void can be written there. " + cause.getMessage()
                        + ". Once that is mended, the same call goes on.",
                cause);
        this.slot = slot;
    }

    /** The slot. */
    public long slot() {
        return slot;
    }

    /** The server's code of the error by which it refuses. */
    public int code() {
        return getCause() instanceof ServerRefusedException refused ? refused.code() : 0;
    }
}
