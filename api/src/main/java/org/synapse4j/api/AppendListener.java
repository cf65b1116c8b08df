package org.synapse4j.api;

/**
 * Is told what an event store object has appended: by the thread that appended, after the commit is stored, before the append returns. Lossy: what
 * other processes append is not told, nor what was stored when a process died, or when the append threw {@link
 * org.synapse4j.api.errors.OutcomeUnknownException}. What must not be missed is read from the feed, by a subscription.
 */
@FunctionalInterface
public interface AppendListener {
    /**
     * Is told of a commit. What it throws is logged, and hurts neither the append nor other listeners; while it is at work the append does not return.
     *
     * @param commit as it was given to the store
     * @param result where its events are; of a commit that was stored before, the first result again
     */
    void appended(Commit commit, AppendResult result);
}
