package org.synapse4j.api.spi;

import org.synapse4j.api.AppendResult;

/** Commits over several streams. Thread-safe. */
public interface MultiStreamAppend {
    /**
     * Stores the events of all streams, or none, each stream's as {@link StreamStorage#append} does; no reader sees a part of
     * it. Expectations are judged in the order of the commit. Blocking. Pinned by the rules MULTI.
     *
     * @param commit over one stream or several
     */
    AppendResult append(SerializedCommit commit);
}
