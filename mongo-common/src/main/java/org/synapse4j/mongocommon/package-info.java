/**
 * Everything about MongoDB that would not change if events were stored in another layout: the log of write-once slots, the commit
 * protocol, the bridge between JSON and BSON, snapshots, checkpoints, options. How a commit becomes documents does not belong
 * here: that is a {@link org.synapse4j.mongocommon.CommitLayout}, which the log is given. The protocol is described in {@code
 * docs/mongodb.md} and checked by the model in {@code docs/model}.
 */
@NullMarked
package org.synapse4j.mongocommon;

import org.jspecify.annotations.NullMarked;
