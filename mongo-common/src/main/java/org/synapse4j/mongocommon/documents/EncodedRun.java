package org.synapse4j.mongocommon.documents;

import java.util.List;
import org.synapse4j.api.StreamId;

/**
 * Events of one stream that follow each other in a commit, encoded.
 *
 * @param stream the stream
 * @param streamIndex which of the commit's streams it is, in the order in which they are judged
 * @param before how many events of that stream the commit has before these
 * @param events the elements of each event
 */
public record EncodedRun(StreamId stream, int streamIndex, int before, List<byte[]> events) {}
