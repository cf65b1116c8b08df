package org.synapse4j.jackson;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names that were met in documents, so that those of each event are not decoded anew, and are the same objects, which Jackson
 * finds its properties by fastest. As many as there are places: a name takes the place of another that had it. Thread-safe: an
 * entry that another thread does not see yet is made twice.
 */
final class BsonNames {
    private static final int PLACES = 1024;

    /** Longer names are data, not names. */
    private static final int LONGEST = 64;

    private final @Nullable Name[] names = new Name[PLACES];

    /** Its fields are final, so whoever sees it sees all of it. */
    private static final class Name {
        private final byte[] utf8;
        private final String text;

        Name(byte[] utf8, String text) {
            this.utf8 = utf8;
            this.text = text;
        }
    }

    @Nullable
    String find(byte[] bytes, int from, int to, int hash) {
        Name name = names[place(hash)];
        return name != null && Arrays.equals(name.utf8, 0, name.utf8.length, bytes, from, to) ? name.text : null;
    }

    String put(byte[] bytes, int from, int to, int hash, String text) {
        if (to - from <= LONGEST) {
            names[place(hash)] = new Name(Arrays.copyOfRange(bytes, from, to), text);
        }
        return text;
    }

    private static int place(int hash) {
        return (hash ^ hash >>> 10 ^ hash >>> 20) & (PLACES - 1);
    }
}
