/**
 * Everything about MongoDB that would not change if events were stored in another layout. How a commit becomes documents does not belong
 * here: that is a {@link org.synapse4j.mongocommon.documents.CommitLayout}, which the log is given. The protocol, step by step, is
 * {@code docs/protocol.md}; the model in {@code docs/model} checks it. What is public here is for the strategies only. No two classes need
 * each other.
 *
 * <p>The rooms, from the door down; each needs only what stands below it, and its first class is where to begin:
 *
 * <ul>
 *   <li><b>Opening</b>: {@code LayoutStorage} wires all and gives the capabilities out; {@code MongoUri} and {@code ConnectionFault} read the line.
 *   <li><b>What is there already</b>: {@code StoreCollections} and {@code TagsIndex} make and check collections and indexes; {@code PremadeCollections}, {@code
 *       ForeignIndex}, {@code Catalogue} judge what others made.
 *   <li><b>Appending</b>: {@code EventLog} takes the call; {@code GroupCommit}, {@code Leaders} and {@code WaitingAppends} say whose thread writes
 *       it, {@code Pending} and {@code Batch} hold it; {@code BatchWriter} writes: {@code Planner} judges, {@code SlotChooser} chooses, {@code
 *       Conditions} looks, {@code Aftermath} tells what came of it, {@code UnusedSlots} clears up.
 *   <li><b>Reading</b>: {@code StreamEvents} a stream, by {@code StreamPages}; {@code Feed}, {@code ForwardFeed} and {@code BackwardFeed} the feed, with {@code QueryFilter};
 *       {@code FetchingCursor} is the frame of each, {@code OpenReads} ends those that nobody closes. {@code Listing} has the streams, by the pages of {@code StreamEnds}.
 *   <li><b>Removing</b>: {@code Deletion} leaves tombstones, {@code Pruning} removes old ones.
 *   <li><b>What is known</b>: {@code Heads} of streams; {@code Settled}, {@code Settling}, {@code Holes} with {@code Turns}, and {@code LogWalk} of the feed; {@code Judge} of
 *       a commit; {@code SameStore} whether all of that is still of this store.
 *   <li><b>The log</b>: {@code SlotLog} has the moves of the protocol, and alone talks with the events' collection; {@code Journal} waits where a
 *       standalone server must; {@code Calls}, {@code Deadline}, {@code TimeLeft} and {@code Failures} are how each call is made, ends and fails.
 *   <li><b>Documents</b>, a package of its own, {@code org.synapse4j.mongocommon.documents}: their form, without a server.
 *   <li><b>Beside the log</b>: {@code MongoSnapshots} with {@code SnapshotMarks}, {@code MongoLeases}, {@code MongoViews}.
 * </ul>
 */
@NullMarked
package org.synapse4j.mongocommon.internal;

import org.jspecify.annotations.NullMarked;
