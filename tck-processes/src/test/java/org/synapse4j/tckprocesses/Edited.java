package org.synapse4j.tckprocesses;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.Position;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.StoredSerializedEvent;

/** A cursor over what became of what another one delivers. */
final class Edited implements FeedCursor {
    private final Iterator<StoredSerializedEvent> events;
    private final Position looked;

    private Edited(List<StoredSerializedEvent> events, Position looked) {
        this.events = events.iterator();
        this.looked = looked;
    }

    static FeedCursor of(Cursor<StoredSerializedEvent> right, UnaryOperator<List<StoredSerializedEvent>> edit) {
        try (right) {
            List<StoredSerializedEvent> all = new ArrayList<>();
            right.forEachRemaining(all::add);
            Position looked = right instanceof FeedCursor feed ? feed.looked() : Position.START;
            return new Edited(edit.apply(all), looked);
        }
    }

    @Override
    public boolean hasNext() {
        return events.hasNext();
    }

    @Override
    public StoredSerializedEvent next() {
        return events.next();
    }

    @Override
    public Position looked() {
        return looked;
    }

    @Override
    public void close() {}
}
