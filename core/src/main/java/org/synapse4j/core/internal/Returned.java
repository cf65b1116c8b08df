package org.synapse4j.core.internal;

import org.jspecify.annotations.Nullable;
import org.synapse4j.core.errors.MisuseException;

/** What functions of the application return. */
public final class Returned {
    private Returned() {}

    /**
     * What it returned.
     *
     * @param what what that is, and whose
     * @throws MisuseException if it is null
     */
    public static <T> T nonNull(@Nullable T value, String what) {
        if (value == null) {
            throw new MisuseException(
                    "The " + what + " is null, which no function of an application may return for it");
        }
        return value;
    }
}
