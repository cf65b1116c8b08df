package org.synapse4j.api.spi;

import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.PermanentException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.errors.VersionConflictException;

/** Appends to one stream and reads of one stream: what every storage does. Thread-safe. */
public interface StreamStorage {
    /**
     * Stores the events at the end of the stream, all or none, at consecutive versions and ascending positions, visible at
     * once to reads that begin after it returned. A commit with this id that is stored already is answered with its first
     * result, whatever the expected version says now. No events store nothing, and only check it; the commit id is not
     * kept then.
     *
     * <p>Blocking. Pinned by the rules APPEND, EXPECT, REPEAT, DATA, RACE and FAULT.
     *
     * @throws VersionConflictException if the stream is not as expected; nothing was stored
     * @throws CommitIdReusedException if the commit id names stored other content; nothing was stored
     * @throws InvalidValueException if a payload is neither text nor bytes, or an event id stands in it twice; nothing was sent
     * @throws TooLargeException if it is beyond the storage's {@linkplain StorageLimits limits}; nothing was sent
     * @throws PermanentException if a payload called JSON is not, or is nested more than 1,000 levels deep, and the storage does
     *     not keep it as it is; nothing was stored
     * @throws OperationInterruptedException if the thread is interrupted before anything is sent; nothing was stored
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; nothing was stored
     * @throws OutcomeUnknownException if that is not certain; append again with the same commit id
     */
    AppendResult append(CommitId id, StreamAppend append);

    /**
     * Reads events of the stream; an unknown or deleted stream is empty. Delivers whole commits only: what is in flight is not
     * there yet, though bounds, limits and truncation may cut inside a commit.
     *
     * <p>Lazy: the call itself may do no I/O. Pinned by the rules READ, DATA and RACE.
     *
     * @throws OperationInterruptedException from the cursor too, if the thread is interrupted; the cursor may go on afterwards
     * @throws StorageUnavailableException from the cursor too, if the storage cannot be reached within the deadline
     */
    Cursor<StoredSerializedEvent> read(StreamRead read);

    /**
     * Where the stream ends. Blocking. Pinned by the rules APPEND, EXPECT and DELETE.
     *
     * @throws OperationInterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline
     */
    StreamHead head(StreamId stream);
}
