package org.synapse4j.api.spi;

import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.errors.ConditionConflictException;

/** Appends that depend on the feed: dynamic consistency boundaries. Thread-safe. */
public interface ConditionalAppend {
    /**
     * Stores the commit only if no event that matches the condition's query lies after its position, as if nothing else
     * happened between looking and storing. Expected versions are judged too. A commit with this id that is stored already is
     * answered with its first result, whatever condition and expected versions say now. No events store nothing, and are only judged.
     * Blocking. Pinned by the rules CONDITION.
     *
     * @param commit over one stream, or over several where {@link StorageStrategy#multiStreamAppend()} is there
     * @throws ConditionConflictException if an event matches; nothing was stored; otherwise as {@link StreamStorage#append}
     */
    AppendResult append(SerializedCommit commit, AppendCondition condition);
}
