package org.synapse4j.tckmutants;

import static org.synapse4j.tckmutants.DelegatingCursor.edited;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventQuery.Criterion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Subject;

/** Mutants that the rules QUERY reject. */
final class QueryMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "looks for types by LIKE",
                    "QUERY-1",
                    "Those that match",
                    criteria((storage, criterion) -> criterion.withTypes(storage.stored().stream()
                            .map(event -> event.event().type())
                            .filter(type ->
                                    criterion.types().stream().anyMatch(like -> isLike(type.value(), like.value())))
                            .collect(Collectors.toSet())))),
            Mutant.of(
                    "looks for types by a regular expression",
                    "QUERY-1",
                    "Those that match",
                    criteria((storage, criterion) -> criterion.withTypes(storage.stored().stream()
                            .map(event -> event.event().type())
                            .filter(type -> criterion.types().contains(type)
                                    || criterion.types().stream()
                                            .anyMatch(dots -> Pattern.matches(
                                                    Pattern.quote(dots.value()).replace(".", "\\E.\\Q"), type.value())))
                            .collect(Collectors.toSet())))),
            Mutant.of(
                    "looks for the first hundred types",
                    "QUERY-2",
                    "Those that match",
                    criteria((storage, criterion) -> criterion.withTypes(criterion.types().stream()
                            .sorted(Comparator.comparing(TypeName::value))
                            .limit(100)
                            .collect(Collectors.toSet())))),
            Mutant.of(
                    "looks at a thousand events for each that is wanted",
                    "QUERY-3",
                    "At most 1 of two rare ones",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            List<StoredSerializedEvent> all = Changes.all(super.read(new FeedRead(
                                    read.after(), read.before(), EventQuery.all(), Long.MAX_VALUE, read.direction())));
                            long looked = read.limit() > all.size() ? all.size() : read.limit() * 1_000;
                            Set<StoredSerializedEvent> seen =
                                    all.stream().limit(looked).collect(Collectors.toSet());
                            return Changes.feed(
                                    read,
                                    edited(
                                            super.read(read),
                                            events -> events.removeIf(event -> !seen.contains(event))));
                        }
                    }));

    private QueryMutants() {}

    /** A criterion as a storage understands it, which may look at what it stores. */
    @FunctionalInterface
    private interface Understanding {
        Criterion of(Misunderstanding storage, Criterion given);
    }

    /** A storage that understands criteria by type in its own way. */
    private static final class Misunderstanding extends DelegatingStorage {
        private final Understanding understanding;

        Misunderstanding(StorageStrategy right, Understanding understanding) {
            super(right);
            this.understanding = understanding;
        }

        List<StoredSerializedEvent> stored() {
            return Subject.drain(super.read(FeedRead.forwards()));
        }

        @Override
        public FeedCursor read(FeedRead read) {
            return super.read(read.matching(new EventQuery(read.query().anyOf().stream()
                    .map(criterion -> criterion.types().isEmpty() ? criterion : understanding.of(this, criterion))
                    .toList())));
        }
    }

    private static UnaryOperator<StorageStrategy> criteria(Understanding understanding) {
        return right -> new Misunderstanding(right, understanding);
    }

    private static boolean isLike(String text, String like) {
        return Pattern.matches(Pattern.quote(like).replace("_", "\\E.\\Q").replace("%", "\\E.*\\Q"), text);
    }
}
