package org.synapse4j.benchmarks.core;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** The purse as Axon would have it. */
@SuppressWarnings("UnusedVariable") // its fields are read by Axon, or by nobody
public final class AxonPurse {
    /** The command. */
    public record Put(@TargetAggregateIdentifier String purse, int coins) {}

    /** The event, which has to say whose it is. */
    public record CoinsPut(String purse, int coins) {}

    @AggregateIdentifier
    private String id = "";

    private int coins;

    /** For Axon. */
    public AxonPurse() {}

    /** Decides. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    public void handle(Put put) {
        AggregateLifecycle.apply(new CoinsPut(put.purse(), put.coins()));
    }

    /** Evolves. */
    @EventSourcingHandler
    public void on(CoinsPut event) {
        id = event.purse();
        coins += event.coins();
    }
}
