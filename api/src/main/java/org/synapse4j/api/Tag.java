package org.synapse4j.api;

import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * A short {@code key:value} string on an event, by which a feed query finds it, such as {@code seat:12A}. Immutable.
 *
 * @param key not blank, without {@code :}
 * @param value not blank; may contain {@code :}
 */
public record Tag(String key, String value) {
    /** @throws InvalidValueException if a part is not as said, holds NUL or an unpaired surrogate, or if the whole tag has more than 256 bytes in UTF-8 */
    public Tag {
        Require.name("tag key", key, Require.NAME_BYTES);
        Require.name("tag value", value, Require.NAME_BYTES);
        if (key.indexOf(':') >= 0) {
            throw new InvalidValueException("tag key", "'" + key + "' holds a ':', which ends a key");
        }
        Require.name("tag", key + ":" + value, Require.NAME_BYTES);
    }

    /**
     * The tag with this written form.
     *
     * @throws InvalidValueException if there is no {@code :}, or a part is not allowed
     */
    public static Tag of(String text) {
        Objects.requireNonNull(text, "tag");
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new InvalidValueException("tag", "'" + text + "' has no ':'; write key:value");
        }
        return new Tag(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return key + ":" + value;
    }
}
