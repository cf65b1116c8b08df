package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;

import java.util.List;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.rules.Rule;
import org.synapse4j.tck.rules.Sample;
import org.synapse4j.tck.rules.Subject;

/** The rules APPEND: what an append does when it succeeds, and that it leaves no trace when it does not. */
public final class AppendRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId OTHER = StreamId.of("cart", "2");

    /** Likely cause: reads of a stream that has no document fail, or heads start at 1. */
    @Rule(id = "APPEND-1", says = "A stream that never was reads as empty, and its head is absent at version 0.")
    public void unknownStreamIsEmpty(Subject store) {
        store.append(OTHER, any(), Sample.events(1));
        assertEquals(List.of(), store.read(CART), "An unknown stream is not empty");
        assertEquals(StreamHead.absent(CART), store.head(CART), "The head of an unknown stream is not absent");
    }

    /** Likely cause: events of one append are stored in another order, lost after the first, or put into another stream. */
    @Rule(id = "APPEND-2", says = "The events of an append are in their stream, in order, and in no other stream.")
    public void eventsAreInTheirStream(Subject store) {
        var first = Sample.events(3);
        var second = Sample.events(2);
        store.append(CART, noStream(), first);
        store.append(OTHER, noStream(), second);
        assertEquals(
                Sample.contents(first), Sample.storedContents(store.read(CART)), "The stream does not hold its events");
        assertEquals(
                Sample.contents(second), Sample.storedContents(store.read(OTHER)), "Another stream's events differ");
    }

    /** Likely cause: versions start at 0, or are counted for each append instead of each event. */
    @Rule(
            id = "APPEND-3",
            says = "Versions are 1, 2, 3 … in each stream, over all its appends, and the head is the last one.")
    public void versionsHaveNoHoles(Subject store) {
        store.append(CART, noStream(), Sample.events(2));
        store.append(OTHER, noStream(), Sample.events(1));
        store.append(CART, exactly(2), Sample.events(3));
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L),
                store.read(CART).stream().map(event -> event.version().value()).toList(),
                "Versions of the stream have holes or repeat");
        assertEquals(new StreamHead(CART, Version.of(5), true), store.head(CART), "The head is not the last version");
    }

    /** Likely cause: the result is counted by the caller's expectation instead of taken from what was stored. */
    @Rule(id = "APPEND-4", says = "An append returns its commit id and the places where its events are then read.")
    public void resultSaysWhereEventsLanded(Subject store) {
        store.append(CART, noStream(), Sample.events(2));
        store.append(OTHER, noStream(), Sample.events(1));
        var result = store.append(CART, any(), Sample.events(2));
        List<StoredSerializedEvent> stored = store.read(CART).subList(2, 4);
        List<EventPlace> places =
                stored.stream().map(StoredSerializedEvent::place).toList();
        assertEquals(places, result.places(), "The result names other places than the events are read at");
        assertEquals(Version.of(4), result.version(), "The result names another version than the stream has");
        assertEquals(result.commitId(), stored.get(0).commitId(), "The events name another commit than the result");
    }
}
