package org.synapse4j.mongocommon.internal;

import org.bson.conversions.Bson;

/**
 * A search for documents of the log in the order of their slots, or in the opposite one. Immutable.
 *
 * @param filter which documents
 * @param order in which direction
 * @param part how much of each
 * @param batch how many are fetched at a time
 * @param along what the server walks along
 */
record SlotSearch(Bson filter, Order order, Part part, int batch, Along along) {
    enum Order {
        ASCENDING,
        DESCENDING
    }

    enum Part {
        WHOLE,
        WITHOUT_EVENTS
    }

    enum Along {
        /** The slots, whatever the planner thinks: it would take the index on streams for a category, and sort (ADR 27). */
        SLOTS,
        /** An index that it finds, which has the slots in order. */
        ANY
    }

    /** A search for whole documents, along the slots. */
    static SlotSearch whole(Bson filter) {
        return new SlotSearch(filter, Order.ASCENDING, Part.WHOLE, SlotLog.BATCH, Along.SLOTS);
    }

    SlotSearch withoutEvents() {
        return new SlotSearch(filter, order, Part.WITHOUT_EVENTS, batch, along);
    }

    SlotSearch backwards() {
        return new SlotSearch(filter, Order.DESCENDING, part, batch, along);
    }

    SlotSearch along(Along other) {
        return new SlotSearch(filter, order, part, batch, other);
    }

    /** The same search, of which no more is fetched at a time than is wanted. */
    SlotSearch wanting(long documents) {
        return new SlotSearch(filter, order, part, (int) Math.min(documents, batch), along);
    }
}
