package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules FEED reject. */
final class FeedMutants {
    static final List<Mutant> ALL = List.of();

    private FeedMutants() {}
}
