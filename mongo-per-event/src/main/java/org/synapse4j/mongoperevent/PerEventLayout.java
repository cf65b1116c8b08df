package org.synapse4j.mongoperevent;

import java.util.List;
import java.util.stream.IntStream;
import org.bson.RawBsonDocument;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Documents;
import org.synapse4j.mongocommon.documents.PlacedRun;

/** One document per event: an event's position is its slot. */
final class PerEventLayout implements CommitLayout {
    /** A commit is one message of at most 48 MB, in which a document's own fields take some two hundred bytes. */
    private static final StorageLimits LIMITS = new StorageLimits(12_000_000, 24_000_000, 100_000, 12_000_000);

    @Override
    public String name() {
        return "per-event";
    }

    @Override
    public StorageLimits limits() {
        return LIMITS;
    }

    @Override
    public int slots(int events) {
        return events;
    }

    @Override
    public List<RawBsonDocument> documents(PlacedRun run) {
        return IntStream.range(0, run.events().size())
                .mapToObj(index -> Documents.ofEvent(run, index))
                .toList();
    }

    @Override
    public long position(long slot, int index) {
        return slot + index;
    }

    @Override
    public long slot(long position) {
        return position;
    }

    @Override
    public boolean holdsList() {
        return false;
    }
}
