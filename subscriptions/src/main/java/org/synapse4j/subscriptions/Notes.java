package org.synapse4j.subscriptions;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.spi.StoredLease;

/** What a subscription keeps in its lease beside the checkpoint. */
final class Notes {
    /** The query, in words. */
    static final String QUERY = "query";

    /** The number of partitions. */
    static final String PARTITIONS = "partitions";

    /** The position at which all partitions began. */
    static final String START = "start";

    /** At which event it stopped, and what was thrown. */
    static final String FAILED = "failed";

    /** Why it is paused. */
    static final String PAUSED = "paused";

    /** How many events were skipped, and the last of them. */
    static final String SKIPPED = "skipped";

    /** Before which time events are passed over, because it started by time. */
    static final String SINCE = "since";

    /** The number of partitions that it is to get; while this is there, nobody takes it. */
    static final String RESCALING = "rescaling";

    /** Of the first partition's lease, while it gets another number of partitions: how far the former ones were. */
    static final String PLAN = "plan";

    /** How far the former partitions were, as long as it matters. */
    static final String HANDLED_BEFORE = "handled before";

    /** What the name of a parked key's record begins with. */
    static final String PARKED = "parked ";

    private Notes() {}

    /** The query as it is stored: the same text for the same criteria, in whatever order they were named. */
    static String of(EventQuery query) {
        return query.anyOf().stream()
                .map(one -> "streams=" + sorted(one.streams()) + " categories=" + sorted(one.categories()) + " types="
                        + sorted(one.types()) + " tags=" + sorted(one.tags()))
                .sorted()
                .collect(Collectors.joining(" or "));
    }

    /** These notes, with what a subscription that is built so says of itself. */
    static Map<String, String> configured(Map<String, String> notes, SubscriptionSettings settings) {
        return with(
                with(notes, QUERY, of(settings.query())),
                PARTITIONS,
                Integer.toString(settings.keys().partitions()));
    }

    /** In what a lease is not of a subscription that is built so, and what to do about it. */
    static Optional<String> difference(StoredLease stored, SubscriptionSettings settings) {
        Map<String, String> wanted = configured(Map.of(), settings);
        String subscription = "Subscription " + settings.name();
        String query = stored.notes().get(QUERY);
        String partitions = stored.notes().get(PARTITIONS);
        if (query != null && !query.equals(wanted.get(QUERY))) {
            return Optional.of(
                    subscription + " has run with another query, " + query + ", not " + wanted.get(QUERY)
                            + ". What the new one wants below the checkpoint would be skipped: requery it, give it another name, or delete it first.");
        }
        if (partitions != null && !partitions.equals(wanted.get(PARTITIONS))) {
            return Optional.of(subscription + " has " + partitions + " partitions, not " + wanted.get(PARTITIONS)
                    + ". By another number keys belong to other partitions: rescale it first.");
        }
        return Optional.empty();
    }

    /** The records of the parked keys that are wanted. */
    static Map<String, String> parked(Map<String, String> notes, Predicate<String> keys) {
        Map<String, String> parked = new LinkedHashMap<>();
        notes.forEach((name, text) -> {
            if (name.startsWith(PARKED) && keys.test(name.substring(PARKED.length()))) {
                parked.put(name, text);
            }
        });
        return parked;
    }

    /** Counts one more, and keeps the last. */
    static String oneMore(@Nullable String before, String what) {
        return more(before, 1, what);
    }

    /** Counts so many more, and keeps why. */
    static String more(@Nullable String before, long events, String what) {
        long count = before == null ? 0 : Long.parseLong(before.substring(0, before.indexOf(' ')));
        return (count + events) + " events, the last by " + what;
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
