package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules LIFE reject. */
final class LifeMutants {
    static final List<Mutant> ALL = List.of();

    private LifeMutants() {}
}
