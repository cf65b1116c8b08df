package org.synapse4j.api.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that was probably meant by one that nobody knows: in another case, or with a letter or two wrong. */
public final class NearMiss {
    private NearMiss() {}

    /** The one of these names that is nearest to this one, if it is near. */
    public static Optional<String> of(String name, Collection<String> known) {
        String given = name.toLowerCase(Locale.ROOT);
        // The shorter a name, the sooner two have nothing to do with each other.
        int most = given.length() < 3 ? 0 : given.length() < 5 ? 1 : 2;
        return known.stream()
                .sorted(Comparator.comparingInt((String one) -> distance(given, one))
                        .thenComparing(Comparator.naturalOrder()))
                .findFirst()
                .filter(nearest -> distance(given, nearest) <= most);
    }

    /** How many letters are to be added, removed, changed or exchanged with the next one, whatever their case. */
    private static int distance(String given, String other) {
        String known = other.toLowerCase(Locale.ROOT);
        int[][] steps = new int[given.length() + 1][known.length() + 1];
        for (int i = 0; i <= given.length(); i++) {
            for (int j = 0; j <= known.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                boolean same = given.charAt(i - 1) == known.charAt(j - 1);
                int changed = steps[i - 1][j - 1] + (same ? 0 : 1);
                steps[i][j] = Math.min(changed, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
                if (i > 1
                        && j > 1
                        && given.charAt(i - 1) == known.charAt(j - 2)
                        && given.charAt(i - 2) == known.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[given.length()][known.length()];
    }
}
