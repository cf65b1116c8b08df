package org.synapse4j.mongocommon.documents;

import java.util.List;
import org.bson.RawBsonDocument;
import org.synapse4j.api.spi.StorageLimits;

/**
 * How commits become documents: the whole difference between the two strategies. Pure functions, without state. Reading needs
 * it for positions and for queries: a document says by its fields what it holds.
 */
public interface CommitLayout {
    /** The layout's name, as in the option {@code layout} and as stored with the data. */
    String name();

    /** The limits of a store in this layout. */
    StorageLimits limits();

    /** How many slots a run takes: this many events of one stream that follow each other in a commit. */
    int slots(int events);

    /**
     * The documents of a run, in order of slots.
     *
     * @param run the events and their place
     */
    List<RawBsonDocument> documents(PlacedRun run);

    /** The position of a run's event at this index, where the run's documents begin in this slot. */
    long position(long slot, int index);

    /** The slot of the document that holds the event at this position, or would. */
    long slot(long position);

    /** Whether a document holds all events of a run, in a list; else it holds one. */
    boolean holdsList();
}
