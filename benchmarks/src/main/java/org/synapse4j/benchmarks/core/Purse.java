package org.synapse4j.benchmarks.core;

import java.util.List;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.aggregate.Decider;

/**
 * What all contenders keep: a purse, into which coins are put.
 *
 * @param coins how many are in it
 */
@EventType(name = "Purse")
public record Purse(int coins) {
    /** A command: puts coins into a purse. */
    public record Put(String purse, int coins) {}

    /** An event: they are in it. */
    @EventType(name = "CoinsPut")
    public record CoinsPut(int coins) {}

    static final Purse EMPTY = new Purse(0);

    /** What a store has to know of it. */
    public static final EventTypes TYPES =
            EventTypes.builder().add(CoinsPut.class, Purse.class).build();

    static final Decider<Put, Purse, CoinsPut> DECIDER = Decider.of(Put.class, CoinsPut.class, EMPTY)
            .decide(Put.class, (put, purse) -> purse.put(put.coins()))
            .evolve(CoinsPut.class, Purse::with)
            .build();

    static final AggregateType<Purse> TYPE = AggregateType.of("purse", DECIDER);

    List<CoinsPut> put(int more) {
        return List.of(new CoinsPut(more));
    }

    Purse with(CoinsPut event) {
        return new Purse(coins + event.coins());
    }
}
