package org.synapse4j.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.inmemory.Shop.CART;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.AppendListener;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.inmemory.Shop.ItemAdded;

/** Who listens to a store is told of its appends, and hurts nobody. */
class ListenersTest {
    private static final ItemAdded TEA = new ItemAdded("tea", 2);

    @Test
    @DisplayName("listeners are told of what is stored, in their order, each whatever another does, until they stop")
    void told() {
        List<String> told = new ArrayList<>();
        try (EventStore store = Shop.open(new InMemoryStorage())) {
            AppendListener first = (commit, result) -> told.add("first " + result.version());
            store.listen("first", first);
            store.listen("broken", (commit, result) -> {
                throw new IllegalStateException("broken");
            });
            store.listen(
                    "last",
                    (commit, result) -> told.add("last " + commit.events().size()));
            store.append(CART, any(), TEA, TEA);
            assertThrows(VersionConflictException.class, () -> store.append(CART, exactly(9), TEA));
            assertEquals(List.of("first 2", "last 2"), told);
            store.stopListening(first);
            store.append(CART, any(), TEA);
            assertEquals(List.of("first 2", "last 2", "last 1"), told);
        }
    }
}
