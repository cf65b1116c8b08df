package org.synapse4j.api.spi;

import java.util.Objects;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.internal.Require;

/**
 * The limits of a storage. Exactly what is within is taken; what is beyond is refused by a {@link TooLargeException} before
 * anything is written. Immutable. Pinned by the TCK's rules DATA.
 *
 * @param eventSize the largest {@linkplain SerializedEvent#size() size} of an event
 * @param commitSize the largest {@linkplain SerializedCommit#size() size} of a commit
 * @param commitEvents the most events in a commit
 * @param snapshotSize the largest payload of a snapshot, in bytes
 */
public record StorageLimits(long eventSize, long commitSize, int commitEvents, long snapshotSize) {
    public StorageLimits {
        Require.atLeast("event size", eventSize, 1024);
        Require.atLeast("commit size", commitSize, eventSize);
        Require.atLeast("commit events", commitEvents, 1);
        Require.atLeast("snapshot size", snapshotSize, 1024);
    }

    /**
     * Returns if the commit is within the limits.
     *
     * @throws TooLargeException if it is not; it names the event or the commit, size and limit
     */
    public void check(SerializedCommit commit) {
        Objects.requireNonNull(commit, "commit");
        int index = 0;
        long size = 0;
        for (NewSerializedEvent added : commit.events()) {
            long eventSize = added.event().size();
            if (eventSize > this.eventSize) {
                throw new TooLargeException(
                        "event " + index + " of the commit", added.stream(), eventSize, this.eventSize, "bytes");
            }
            size += eventSize;
            index++;
        }
        if (index > commitEvents) {
            throw new TooLargeException("the commit", commit.streams().get(0), index, commitEvents, "events");
        }
        if (size > commitSize) {
            throw new TooLargeException("the commit", commit.streams().get(0), size, commitSize, "bytes");
        }
    }

    /**
     * Returns if the snapshot is within the limits.
     *
     * @throws TooLargeException if it is not
     */
    public void check(SerializedSnapshot snapshot) {
        Objects.requireNonNull(snapshot, "snapshot");
        long size = snapshot.payload().size();
        if (size > snapshotSize) {
            throw new TooLargeException(
                    "the snapshot at version " + snapshot.version(), snapshot.stream(), size, snapshotSize, "bytes");
        }
    }
}
