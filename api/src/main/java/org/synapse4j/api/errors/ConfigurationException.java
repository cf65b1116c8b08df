package org.synapse4j.api.errors;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line of configuration cannot be followed: unknown scheme, unknown or wrong option, missing provider; nothing was opened. Or
 * a call needs what its user may not do, or what was not made ready, such as an index; a commit was not stored then.
 */
public final class ConfigurationException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> available;

    /**
     * @param problem what is wrong, without credentials
     * @param available what could have been said instead
     */
    public ConfigurationException(String problem, Collection<String> available) {
        this(problem, available, null);
    }

    /**
     * @param problem what is wrong, without credentials
     * @param available what could have been said instead
     * @param cause what a provider or driver threw
     */
    public ConfigurationException(String problem, Collection<String> available, @Nullable Throwable cause) {
        super(problem + (available.isEmpty() ? "" : " There is: " + String.join(", ", available) + "."), cause);
        this.available = List.copyOf(available);
    }

    /** The things that could have been said instead, in words. */
    public List<String> available() {
        return available;
    }
}
