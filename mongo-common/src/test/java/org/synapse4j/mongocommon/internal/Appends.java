package org.synapse4j.mongocommon.internal;

import java.time.Duration;
import java.util.List;
import org.bson.RawBsonDocument;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.EncodedCommit;
import org.synapse4j.mongocommon.documents.PlacedRun;

/** Appends that wait, of commits without events: what counts here is who waits for whom. */
final class Appends {
    static final CommitLayout NO_DOCUMENTS = new CommitLayout() {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public StorageLimits limits() {
            return new StorageLimits(1, 1, 1, 1);
        }

        @Override
        public int slots(int events) {
            return events;
        }

        @Override
        public List<RawBsonDocument> documents(PlacedRun run) {
            return List.of();
        }

        @Override
        public long position(long slot, int index) {
            return slot;
        }

        @Override
        public long slot(long position) {
            return position;
        }

        @Override
        public boolean holdsList() {
            return false;
        }
    };

    private Appends() {}

    /** An append to this stream, of the thread that calls. */
    static Pending to(StreamId stream) {
        SerializedCommit commit = SerializedCommit.of(CommitId.fresh(), stream, ExpectedVersion.any(), List.of());
        EncodedCommit encoded = new EncodedCommit(commit, NO_DOCUMENTS, List.of(), List.of(0), 1, 100, 100);
        return new Pending(encoded, Deadline.in(Duration.ofSeconds(20)));
    }
}
