package org.synapse4j.api.spi;

import java.util.Optional;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.errors.CapabilityMissingException;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.PermanentException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.errors.VersionConflictException;

/** Appends, and reads of one stream: what every storage does. One append for all that a commit may ask for (ADR 18). Thread-safe. */
public interface StreamStorage {
    /**
     * Stores the commit's events, all or none: each at the end of its stream, at consecutive versions there and ascending positions in
     * the order of the commit, visible at once to reads that begin after it returned. No reader sees a part of it. Before that, what
     * it demands of each stream is judged, in order, and what it demands of the feed: that no event which matches its condition's query
     * lies after the condition's position, as if nothing happened between looking and storing.
     *
     * <p>A commit with this id that is stored already is answered with its first result, whatever is demanded now. No events store
     * nothing, and only check what is demanded; the commit id is not remembered then.
     *
     * <p>Blocking. Pinned by the rules APPEND, EXPECT, REPEAT, MULTI, CONDITION, DATA, RACE, FAULT and LIFE.
     *
     * @throws VersionConflictException if a stream is not as expected: the first such one; nothing was stored
     * @throws ConditionConflictException if an event matches the condition; nothing was stored
     * @throws CommitIdReusedException if the commit id names stored other content; nothing was stored
     * @throws CapabilityMissingException if it asks for what the storage does not {@linkplain StorageStrategy#capabilities() declare};
     *     nothing was stored
     * @throws InvalidValueException if a payload is neither text nor bytes; nothing was sent
     * @throws TooLargeException if it is beyond the storage's {@linkplain StorageLimits limits}; nothing was sent
     * @throws PermanentException if a payload called JSON is not, or is nested more than 1,000 levels deep, and the storage does
     *     not keep it as it is; nothing was stored
     * @throws OperationInterruptedException if the thread is interrupted before anything is sent; nothing was stored
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; nothing was stored
     * @throws OutcomeUnknownException if that is not certain; append again with the same commit id
     */
    AppendResult append(SerializedCommit commit);

    /**
     * The first result of the commit that is stored under this id, if there is one: what appending it again would be answered with. A
     * commit that is in flight is waited for, or ended. An empty answer is one of now: an attempt that is still on its way to the server
     * may be stored after it, and appending the commit again is then answered with that one. A commit of no events is not remembered.
     * Blocking. Pinned by the rules REPEAT.
     *
     * @throws OperationInterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline
     */
    Optional<AppendResult> find(CommitId id);

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
