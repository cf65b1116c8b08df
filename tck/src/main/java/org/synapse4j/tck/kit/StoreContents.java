package org.synapse4j.tck.kit;

import java.util.ArrayList;
import java.util.List;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;

/**
 * The contents of some streams of a store as far as reads show them, to compare before and after.
 *
 * @param heads the heads of the streams
 * @param events the events of the streams
 * @param feed the whole feed, where it is declared
 */
public record StoreContents(
        List<StreamHead> heads, List<List<StoredSerializedEvent>> events, List<StoredSerializedEvent> feed) {
    public static StoreContents of(Subject store, StreamId... streams) {
        List<StreamHead> heads = new ArrayList<>();
        List<List<StoredSerializedEvent>> events = new ArrayList<>();
        for (StreamId stream : streams) {
            heads.add(store.head(stream));
            events.add(store.read(stream));
        }
        return new StoreContents(heads, events, store.declares(Capability.FEED) ? store.readFeed() : List.of());
    }
}
