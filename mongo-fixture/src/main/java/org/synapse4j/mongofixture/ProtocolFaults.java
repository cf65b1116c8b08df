package org.synapse4j.mongofixture;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;

/**
 * The promises of the commit protocol beyond the TCK, which can be seen in the server only: late writes, the slot counter, round
 * trips, indexes. The same for both layouts, each on an embedded server of its own. Here is the list; each class of tests says what it shows.
 */
public final class ProtocolFaults {
    private ProtocolFaults() {}

    /** The tests, by what they show. */
    public static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.<Function<StorageFactory, Stream<DynamicTest>>>of(
                        SentAppends::of,
                        Batches::of,
                        TwoLeaders::of,
                        SlotCounters::of,
                        SlowWriters::of,
                        ReadFaults::of,
                        Truncations::of,
                        LeftReads::of,
                        CommitsInFlight::of,
                        StoredForms::of,
                        OvertakenRemovals::of,
                        Prunings::of,
                        LateSaves::of,
                        Openings::of,
                        ServerErrors::of,
                        UserCodecs::of,
                        Refusals::of,
                        LeaseFaults::of,
                        Closings::of,
                        Deadlines::of)
                .flatMap(tests -> tests.apply(factory));
    }
}
