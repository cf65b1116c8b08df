package org.synapse4j.api.spi;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.StreamId;

/** Tells a repeated commit from one that took its id: see {@link SerializedCommit#differenceFrom}. */
final class CommitComparison {
    private CommitComparison() {}

    static Optional<String> difference(
            SerializedCommit commit, AppendResult first, Iterable<StoredSerializedEvent> remaining) {
        List<StreamId> stored = first.places().stream().map(EventPlace::stream).toList();
        List<StreamId> now =
                commit.events().stream().map(NewSerializedEvent::stream).toList();
        if (!stored.equals(now)) {
            return Optional.of(
                    "events of other streams, other numbers of events or another order: those that are stored are of "
                            + counted(stored) + ", now they are of " + counted(now));
        }
        Map<EventPlace, NewSerializedEvent> expected = new HashMap<>();
        for (int i = 0; i < now.size(); i++) {
            expected.put(first.places().get(i), commit.events().get(i));
        }
        for (StoredSerializedEvent event : remaining) {
            NewSerializedEvent same = expected.get(event.place());
            String field = same == null ? "place" : differentField(same, event.event());
            if (!field.isEmpty()) {
                return Optional.of("other " + field + " at version " + event.version() + " of " + event.stream());
            }
        }
        return Optional.empty();
    }

    /** How many of each, such as {@code {cart/1=2, stock/7=1}}. */
    private static Map<StreamId, Long> counted(List<StreamId> streams) {
        return streams.stream()
                .collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
    }

    private static String differentField(NewSerializedEvent now, SerializedEvent stored) {
        SerializedEvent event = now.event();
        if (now.idGiven() && !event.id().equals(stored.id())) {
            return "event id";
        }
        if (now.timeGiven() && !event.time().equals(stored.time())) {
            return "time";
        }
        if (!event.type().equals(stored.type())) {
            return "type";
        }
        if (!event.revision().equals(stored.revision())) {
            return "revision";
        }
        if (!event.tags().equals(stored.tags())) {
            return "tags";
        }
        if (!event.metadata().equals(stored.metadata())) {
            return "metadata";
        }
        return event.payload().equals(stored.payload()) ? "" : "payload";
    }
}
