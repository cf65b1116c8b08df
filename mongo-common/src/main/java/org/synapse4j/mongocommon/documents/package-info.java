/**
 * The documents of the log, as bytes: their fields, the descriptor of a commit, how events and commits become documents in a {@link
 * org.synapse4j.mongocommon.documents.CommitLayout layout}, and how a document is taken apart again. Nothing here knows a server: it needs
 * {@code org.bson}, never the driver. For the strategies only.
 *
 * <p>{@code Fields} has the names; {@code EncodedCommit} is a commit before it has slots, {@code PlacedRun} a part of it that has, {@code
 * Documents} writes, {@code LogDocument} reads, {@code EventBson} is the form of one event, which {@code EventFields} reads, {@code Elements} and {@code RawDocuments} are the
 * bytes below.
 */
@NullMarked
package org.synapse4j.mongocommon.documents;

import org.jspecify.annotations.NullMarked;
