package org.synapse4j.mongocommon.internal;

import org.synapse4j.api.Direction;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.mongocommon.documents.CommitLayout;

/** The feed: reads of it, and where it ends. Thread-safe. */
final class Feed implements FeedStorage {
    private final SlotLog log;
    private final CommitLayout layout;
    private final QueryFilter filter;
    private final Settled settled;
    private final Settling settling;
    private final Calls calls;

    Feed(SlotLog log, CommitLayout layout, QueryFilter filter, Settled settled, Settling settling, Calls calls) {
        this.log = log;
        this.layout = layout;
        this.filter = filter;
        this.settled = settled;
        this.settling = settling;
        this.calls = calls;
    }

    @Override
    public FeedCursor read(FeedRead read) {
        calls.begin();
        FetchingFeedCursor.Source source = read.direction() == Direction.FORWARDS
                ? new ForwardFeed(log, layout, filter, settled, settling, read)
                : new BackwardFeed(log, layout, filter, settling, read);
        return new FetchingFeedCursor(read, source, calls);
    }

    @Override
    public Position end() {
        long slot = settling.end();
        return slot == 0 ? Position.START : Position.of(layout.position(slot + 1, 0) - 1);
    }
}
