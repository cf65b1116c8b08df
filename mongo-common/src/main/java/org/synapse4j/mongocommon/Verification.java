package org.synapse4j.mongocommon;

import org.synapse4j.api.Cursor;

/**
 * What {@link MongoStorage#verify()} finds, as it finds it. A step takes as long as it takes to come to the next finding, in parts each of
 * which keeps to the deadline. One that fails may be made again: it goes on from where it came to. For one thread at a time, but {@link
 * #close()} may come from any.
 */
public interface Verification extends Cursor<Finding> {
    /** How far it has come, and what it has met. May be asked by any thread, while a step is under way too. */
    Progress progress();

    /**
     * How far a verification has come. Of a store in which nothing is written meanwhile, the slot and the last one are equal in the end.
     *
     * @param slot up to which slot documents were looked at
     * @param lastSlot the last slot that was written when it began
     * @param events how many events were read
     * @param voids how many voids were met
     * @param tombstones how many tombstones were met
     */
    record Progress(long slot, long lastSlot, long events, long voids, long tombstones) {}
}
