/**
 * Everything about MongoDB that would not change if events were stored in another layout: the log of write-once slots, the commit
 * protocol, snapshots, checkpoints, the line of configuration. How a commit becomes documents does not belong here: that is a
 * {@link org.synapse4j.mongocommon.internal.CommitLayout}, which the log is given. The protocol is described in {@code
 * docs/mongodb.md} and checked by the model in {@code docs/model}.
 *
 * <p>An append goes from {@code EventLog} to {@code GroupCommit}, {@code BatchWriter} and {@code SlotLog}, which alone talks with the
 * events' collection; a read goes from {@code EventLog} or {@code Feed} to {@code SlotLog} by way of a cursor. How far the log needs no
 * checking is what {@code Settled} knows; {@code LogWalk} finds out, and {@code Settling} has it walk. What is public here is for the
 * strategies only. No two classes need each other.
 */
@NullMarked
package org.synapse4j.mongocommon.internal;

import org.jspecify.annotations.NullMarked;
