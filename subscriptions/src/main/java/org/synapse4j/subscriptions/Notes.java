package org.synapse4j.subscriptions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.spi.StoredLease;

/** What a subscription keeps in its lease beside the checkpoint. */
final class Notes {
    /** The query, in words. */
    static final String QUERY = "query";

    /** At which event it stopped, and what was thrown. */
    static final String FAILED = "failed";

    /** Why it is paused. */
    static final String PAUSED = "paused";

    /** How many events were skipped, and the last of them. */
    static final String SKIPPED = "skipped";

    /** Before which time events are passed over, because it started by time. */
    static final String SINCE = "since";

    private Notes() {}

    /** The query as it is stored: the same text for the same criteria, in whatever order they were named. */
    static String of(EventQuery query) {
        return query.anyOf().stream()
                .map(one -> "streams=" + sorted(one.streams()) + " categories=" + sorted(one.categories()) + " types="
                        + sorted(one.types()) + " tags=" + sorted(one.tags()))
                .sorted()
                .collect(Collectors.joining(" or "));
    }

    /**
     * Returns if the subscription was not worked on with another query.
     *
     * @throws ConfigurationException if it was
     */
    static void requireSameQuery(StoredLease stored, EventQuery query) {
        String before = stored.notes().get(QUERY);
        if (before != null && !before.equals(of(query))) {
            throw new ConfigurationException(
                    "Subscription " + stored.name().subscription() + " has run with another query, " + before + ", not "
                            + of(query)
                            + ". What the new one wants below the checkpoint would be skipped: give it another name, or delete it first.",
                    List.of());
        }
    }

    /** Counts one more, and keeps the last. */
    static String oneMore(@Nullable String before, String what) {
        long count = before == null ? 0 : Long.parseLong(before.substring(0, before.indexOf(' ')));
        return (count + 1) + " events, the last by " + what;
    }

    /** These notes, with one more, or in place of the one under its key. */
    static Map<String, String> with(Map<String, String> notes, String key, String text) {
        Map<String, String> more = new LinkedHashMap<>(notes);
        more.put(key, text);
        return more;
    }

    /** These notes, without the one under this key. */
    static Map<String, String> without(Map<String, String> notes, String key) {
        Map<String, String> fewer = new LinkedHashMap<>(notes);
        fewer.remove(key);
        return fewer;
    }

    private static String sorted(Set<?> values) {
        return values.stream().map(Object::toString).sorted().collect(Collectors.joining(",", "[", "]"));
    }
}
