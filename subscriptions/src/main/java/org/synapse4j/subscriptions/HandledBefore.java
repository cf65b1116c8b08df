package org.synapse4j.subscriptions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Position;

/**
 * What was handled before a subscription got another number of partitions: how far each of the former ones was (ADR 44). The new ones begin at the
 * lowest of these positions and pass by what its former partition had passed. Written {@code 3:41,17,99}, one for each earlier number, with semicolons in between.
 * Immutable.
 */
final class HandledBefore {
    /** Nothing. */
    static final HandledBefore NOTHING = new HandledBefore(List.of());

    private final List<long[]> passed;

    private HandledBefore(List<long[]> passed) {
        this.passed = passed;
    }

    static HandledBefore parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return NOTHING;
        }
        List<long[]> passed = new ArrayList<>();
        for (String former : text.split(";", -1)) {
            String positions = former.substring(former.indexOf(':') + 1);
            passed.add(Arrays.stream(positions.split(",", -1))
                    .mapToLong(Long::parseLong)
                    .toArray());
        }
        return new HandledBefore(passed);
    }

    /** What these texts say together, and how far the partitions are now. */
    static String text(Collection<String> earlier, List<Position> now) {
        Set<String> formers = new LinkedHashSet<>();
        earlier.forEach(text -> formers.addAll(Arrays.asList(text.split(";", -1))));
        formers.add(now.size() + ":"
                + now.stream().map(position -> Long.toString(position.value())).collect(Collectors.joining(",")));
        return String.join(";", formers);
    }

    /** Whether the event of this key at this position was handled. */
    boolean contains(String key, Position position) {
        return passed.stream().anyMatch(former -> former[Keys.partition(key, former.length)] >= position.value());
    }

    boolean isEmpty() {
        return passed.isEmpty();
    }

    /** Up to which position everything was handled. */
    Position first() {
        return Position.of(passed.stream().flatMapToLong(LongStream::of).min().orElse(0));
    }

    /** Above which position nothing was handled. */
    Position last() {
        return Position.of(passed.stream().flatMapToLong(LongStream::of).max().orElse(0));
    }
}
