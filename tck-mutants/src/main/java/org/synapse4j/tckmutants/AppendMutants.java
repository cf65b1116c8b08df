package org.synapse4j.tckmutants;

import java.util.List;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.StreamAppend;

/** Mutants that the rules APPEND reject. */
final class AppendMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "starts an absent stream's head at version 1",
                    "APPEND-1",
                    "The head of an unknown stream is not absent",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public StreamHead head(StreamId stream) {
                            StreamHead head = super.head(stream);
                            return head.exists() ? head : new StreamHead(stream, Version.FIRST, false);
                        }
                    }),
            Mutant.of(
                    "keeps the first event of an append only",
                    "APPEND-2",
                    "The stream does not hold its events",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, StreamAppend append) {
                            return super.append(
                                    id,
                                    new StreamAppend(
                                            append.stream(),
                                            append.expected(),
                                            append.events().stream().limit(1).toList()));
                        }
                    }));

    private AppendMutants() {}
}
