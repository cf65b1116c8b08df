package org.synapse4j.tckmutants;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.tck.fixture.Declaration;

/**
 * A storage that is broken in one small way.
 *
 * @param name what it gets wrong, in words
 * @param rejectedBy the rules that must reject it, each with a part of the message expected
 * @param declares what its fixture declares, and the right storage that it is made of has
 * @param breaking makes it of a right storage
 */
record Mutant(
        String name, Map<String, String> rejectedBy, Declaration declares, UnaryOperator<StorageStrategy> breaking) {
    /** A mutant of a storage that has every capability. */
    Mutant(String name, Map<String, String> rejectedBy, UnaryOperator<StorageStrategy> breaking) {
        this(name, rejectedBy, Declaration.all(), breaking);
    }

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
                        FindMutants.ALL,
                        MultiMutants.ALL,
                        ConditionMutants.ALL,
                        ReadMutants.ALL,
                        FeedMutants.ALL,
                        QueryMutants.ALL,
                        LookedMutants.ALL,
                        ListMutants.ALL,
                        DeleteMutants.ALL,
                        RemovalMutants.ALL,
                        SnapshotMutants.ALL,
                        LeaseMutants.ALL,
                        ViewMutants.ALL,
                        DataMutants.ALL,
                        StoreMutants.ALL,
                        LifeMutants.ALL,
                        RaceMutants.ALL,
                        FaultMutants.ALL,
                        RecoverMutants.ALL)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
