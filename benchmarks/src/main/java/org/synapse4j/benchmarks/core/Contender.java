package org.synapse4j.benchmarks.core;

import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.benchmarks.core.Purse.CoinsPut;
import org.synapse4j.benchmarks.core.Purse.Put;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.command.CommandBus;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.unitofwork.UnitsOfWork;

/** A way to carry a command out: load, decide, append. */
@FunctionalInterface
public interface Contender {
    /** Loads a purse, or begins it, and puts coins into it. */
    void carryOut(Put command);

    /** By hand: what an application without the core would write. */
    static Contender byHand(EventStore store) {
        return command -> {
            StreamId stream = StreamId.of("purse", command.purse());
            Purse purse = Purse.EMPTY;
            long version = 0;
            try (EventStream events = store.read(stream)) {
                while (events.hasNext()) {
                    StoredEvent event = events.next();
                    purse = purse.with((CoinsPut) event.payload());
                    version = event.version().value();
                }
            }
            ExpectedVersion expected = version == 0 ? ExpectedVersion.noStream() : ExpectedVersion.exactly(version);
            store.append(stream, expected, purse.put(command.coins()).toArray());
        };
    }

    /** A repository, and the append by hand. */
    static Contender repository(EventStore store) {
        Repository<Purse> purses = Repository.of(store, Purse.TYPE);
        return command -> {
            Aggregate<Purse> purse = purses.find(command.purse()).orElseGet(() -> Purse.TYPE.create(command.purse()));
            purse.handle(Purse.DECIDER, command);
            store.append(
                    purse.stream(), purses.expected(purse), purse.uncommitted().toArray());
        };
    }

    /** A repository in a unit of work. */
    static Contender unit(EventStore store) {
        Repository<Purse> purses = Repository.of(store, Purse.TYPE);
        UnitsOfWork units = UnitsOfWork.of(store);
        return command ->
                units.run(work -> work.loadOrAdd(purses, command.purse()).handle(Purse.DECIDER, command));
    }

    /** All of it: a bus, a unit of work and a repository. */
    static Contender bus(EventStore store) {
        Repository<Purse> purses = Repository.of(store, Purse.TYPE);
        CommandBus bus = CommandBus.on(store)
                .on(Put.class, purses, Purse.DECIDER, Put::purse)
                .build();
        return bus::dispatch;
    }
}
