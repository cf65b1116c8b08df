package org.synapse4j.api;

import java.util.Objects;
import java.util.regex.Pattern;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * Names a version of a view: what a projection makes of events. Versions of one view lie beside each other. Written {@code totals_v3}, which may
 * be the name of a collection or table. Immutable.
 *
 * @param name up to 64 of A-Z a-z 0-9 _ -
 * @param version from 1 up
 */
public record ViewName(String name, int version) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** @throws InvalidValueException if it is no such name, or the version is below 1 */
    public ViewName {
        Objects.requireNonNull(name, "view name");
        if (!NAME.matcher(name).matches()) {
            throw new InvalidValueException("view name", "is '" + name + "'; it has up to 64 of A-Z a-z 0-9 _ -");
        }
        Require.atLeast("view version", version, 1);
    }

    @Override
    public String toString() {
        return name + "_v" + version;
    }
}
