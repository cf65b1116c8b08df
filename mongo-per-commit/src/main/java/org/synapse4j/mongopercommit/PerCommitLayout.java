package org.synapse4j.mongopercommit;

import java.util.List;
import org.bson.RawBsonDocument;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Documents;
import org.synapse4j.mongocommon.documents.PlacedRun;

/**
 * One document per stream and commit, or for each run of a stream's events where they alternate with others. An event's position is its document's slot and its index in the document, packed into one
 * number: the index in the lowest {@value #INDEX_BITS} bits.
 */
final class PerCommitLayout implements CommitLayout {
    /** A document of 16 MB holds fewer events than these bits count. */
    private static final int INDEX_BITS = 20;

    /** A commit to one stream is one document. */
    private static final StorageLimits LIMITS = new StorageLimits(12_000_000, 12_000_000, 50_000, 12_000_000);

    @Override
    public String name() {
        return "per-commit";
    }

    @Override
    public StorageLimits limits() {
        return LIMITS;
    }

    @Override
    public int slots(int events) {
        return 1;
    }

    @Override
    public List<RawBsonDocument> documents(PlacedRun run) {
        return List.of(Documents.ofRun(run));
    }

    @Override
    public long position(long slot, int index) {
        return slot << INDEX_BITS | index;
    }

    @Override
    public long slot(long position) {
        return position >> INDEX_BITS;
    }

    @Override
    public boolean holdsList() {
        return true;
    }
}
