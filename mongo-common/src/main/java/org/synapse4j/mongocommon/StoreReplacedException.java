package org.synapse4j.mongocommon;

import org.synapse4j.api.errors.PermanentException;

/**
 * The store is no longer the one that this storage object has seen: it was dropped, made anew, or restored to an earlier point while the object
 * went on. Nothing of this call is stored. The object has forgotten what it remembered, and goes on with the store as it is now; each such
 * change is told once. What the application has loaded before is of the store that was: load it again before deciding anything.
 *
 * <p>It is noticed where the log ends below what the majority was known to have, or the store has another identity: by conditional appends,
 * by an append that meets another one, by whoever reads less of a stream than was there, and by a reader of the feed that finds nothing
 * new. An append before that may have been stored by what the object remembered, so stop all processes before a restore.
 */
public final class StoreReplacedException extends PermanentException {
    private static final long serialVersionUID = 1L;

    /** @param what what shows it */
    public StoreReplacedException(String what) {
        super(
                "The store was dropped, made anew or restored to an earlier point under this object: " + what
                        + ". The object has forgotten what it remembered, and goes on with what is there. Load again what was loaded"
                        + " before; and stop all processes before a restore, since what is appended in between may be lost or misplaced.",
                null);
    }
}
