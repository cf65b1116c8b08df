package org.synapse4j.tck;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which capabilities an adapter declares, and why it does not declare the others. Immutable. */
public final class Declaration {
    private final Map<Capability, String> missing;

    private Declaration(Map<Capability, String> missing) {
        this.missing = Collections.unmodifiableMap(missing);
    }

    /** Every capability there is. */
    public static Declaration all() {
        return new Declaration(new EnumMap<>(Capability.class));
    }

    /**
     * The same, less this capability.
     *
     * @param capability any but {@link Capability#STREAMS}
     * @param reason why, for the report
     * @throws IllegalArgumentException if it is {@link Capability#STREAMS}, or the reason is blank
     */
    public Declaration without(Capability capability, String reason) {
        if (capability == Capability.STREAMS || reason.isBlank()) {
            throw new IllegalArgumentException("STREAMS must be declared, and whatever is not needs a reason");
        }
        Map<Capability, String> more = new EnumMap<>(Capability.class);
        more.putAll(missing);
        more.put(capability, reason);
        return new Declaration(more);
    }

    /** The capabilities declared. */
    public Set<Capability> declared() {
        return Stream.of(Capability.values())
                .filter(capability -> !missing.containsKey(capability))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Why this capability is not declared; empty if it is. */
    public Optional<String> reasonAgainst(Capability capability) {
        return Optional.ofNullable(missing.get(capability));
    }
}
