package org.synapse4j.mongofixture;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.tck.kit.Subject;

/** Looks at heads, streams and the end of the feed, again and again: what it saw once must be there ever after. */
final class Historian extends Thread {
    private final MongoStorage storage;
    private final Ledger ledger;
    private final Map<StreamId, StreamHead> heads = new HashMap<>();
    private final Map<StreamId, List<SeenEvent>> streams = new HashMap<>();
    private Position end = Position.START;
    private volatile boolean ended;

    /** @param ledger takes note of what was taken back */
    Historian(MongoStorage storage, Ledger ledger) {
        super("historian");
        this.storage = storage;
        this.ledger = ledger;
        setDaemon(true);
    }

    /** Makes it end after what it looks at now. */
    void end() {
        ended = true;
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                look();
            }
        } catch (RuntimeException | Error e) {
            StringWriter stack = new StringWriter();
            e.printStackTrace(new PrintWriter(stack));
            ledger.broken("the historian met " + stack);
        }
    }

    private void look() {
        try {
            Subject.drain(storage.listing().orElseThrow().list()).forEach(this::see);
            for (StreamId stream : List.copyOf(heads.keySet())) {
                see(storage.streams().head(stream));
                see(
                        stream,
                        Subject.drain(storage.streams().read(StreamRead.of(stream))).stream()
                                .map(SeenEvent::of)
                                .toList());
            }
            Position now = storage.feed().orElseThrow().end();
            if (now.compareTo(end) < 0) {
                ledger.broken("the feed ended at " + end + ", and later at " + now);
            }
            end = now;
        } catch (TransientException unavailable) {
            // It remembers what it has seen.
        }
    }

    private void see(StreamHead head) {
        StreamHead before = heads.put(head.stream(), head);
        if (before != null && head.version().compareTo(before.version()) < 0) {
            ledger.broken("a head was " + before + ", and later " + head);
        }
    }

    private void see(StreamId stream, List<SeenEvent> events) {
        List<SeenEvent> before = streams.getOrDefault(stream, List.of());
        int common = Math.min(before.size(), events.size());
        if (common < before.size() || !before.equals(events.subList(0, common))) {
            ledger.broken("stream " + stream + " was " + before + ", and later " + events);
        }
        streams.put(stream, events);
    }
}
