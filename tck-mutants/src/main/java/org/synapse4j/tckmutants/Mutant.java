package org.synapse4j.tckmutants;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.synapse4j.api.spi.StorageStrategy;

/**
 * A storage that is broken in one small way.
 *
 * @param name what it gets wrong, in words
 * @param rejectedBy the rules that must reject it, each with a part of the message expected
 * @param breaking makes it of a right storage
 */
record Mutant(String name, Map<String, String> rejectedBy, UnaryOperator<StorageStrategy> breaking) {
    /** A mutant that one rule must reject. */
    static Mutant of(String name, String rule, String message, UnaryOperator<StorageStrategy> breaking) {
        return new Mutant(name, Map.of(rule, message), breaking);
    }

    /** All of them. */
    static List<Mutant> all() {
        return Stream.of(
                        AppendMutants.ALL,
                        ExpectMutants.ALL,
                        RepeatMutants.ALL,
                        MultiMutants.ALL,
                        ConditionMutants.ALL,
                        ReadMutants.ALL,
                        FeedMutants.ALL,
                        ListMutants.ALL,
                        DeleteMutants.ALL,
                        SnapshotMutants.ALL,
                        CheckpointMutants.ALL,
                        DataMutants.ALL,
                        LifeMutants.ALL,
                        RaceMutants.ALL,
                        FaultMutants.ALL)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
