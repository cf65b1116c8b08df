package org.synapse4j.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.AppendCondition.unlessAny;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.inmemory.Shop.CART;
import static org.synapse4j.inmemory.Shop.STOCK;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.synapse4j.api.Commit;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.Version;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.errors.CapabilityMissingException;
import org.synapse4j.inmemory.Shop.ItemAdded;

/** A storage need not do everything; an event store on it says so where it matters. */
class MissingCapabilityTest {
    private static final ItemAdded TEA = new ItemAdded("tea", 2);

    @Test
    @DisplayName("on a storage that has only streams, streams work, and each other call names what is missing")
    void streamsOnly() {
        try (EventStore store = Shop.open(new Shop.StreamsOnly(new InMemoryStorage()))) {
            store.append(CART, any(), TEA);
            try (EventStream events = store.read(CART)) {
                assertEquals(TEA, events.next().payload());
            }
            missing(
                    "commits over several streams",
                    () -> store.append(Commit.of(CART, any(), TEA).and(STOCK, any(), TEA)));
            missing("conditional append", () -> store.append(CART, any(), List.of(TEA), unlessAny(EventQuery.all())));
            missing("feed", store::feed);
            missing("feed", store::end);
            missing("listing of streams", store::streams);
            missing("listing of streams", () -> store.streams("cart"));
            missing("truncating and deleting", () -> store.truncate(CART, Version.FIRST));
            missing("truncating and deleting", () -> store.delete(CART));
            missing("snapshots", store::snapshots);
            missing("leases", store::leases);
            missing("views", () -> store.views(new ViewName("totals", 1), ItemAdded.class));
            assertEquals(Version.of(1), store.head(CART).version());
            assertFalse(store.head(STOCK).exists());
        }
    }

    private static void missing(String capability, Executable call) {
        CapabilityMissingException e = assertThrows(CapabilityMissingException.class, call);
        assertEquals(capability, e.capability());
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("The storage streams-only has no " + capability),
                e.getMessage());
    }
}
