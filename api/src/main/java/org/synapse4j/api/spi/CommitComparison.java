package org.synapse4j.api.spi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.StreamId;

/** Tells a repeated commit from one that took its id: see {@link SerializedCommit#differenceFrom}. */
final class CommitComparison {
    private CommitComparison() {}

    static Optional<String> difference(
            SerializedCommit commit, AppendResult first, Iterable<StoredSerializedEvent> remaining) {
        Map<EventPlace, NewSerializedEvent> expected = new HashMap<>();
        Map<StreamId, List<EventPlace>> places =
                first.places().stream().collect(Collectors.groupingBy(EventPlace::stream));
        if (commit.appends().size() != places.size()) {
            return Optional.of("other streams: " + places.keySet() + " are stored");
        }
        for (StreamAppend append : commit.appends()) {
            List<EventPlace> stored = places.getOrDefault(append.stream(), List.of());
            if (stored.size() != append.events().size()) {
                return Optional.of(stored.size() + " events of " + append.stream() + " are stored, now there are "
                        + append.events().size());
            }
            for (int i = 0; i < stored.size(); i++) {
                expected.put(stored.get(i), append.events().get(i));
            }
        }
        for (StoredSerializedEvent stored : remaining) {
            NewSerializedEvent now = expected.get(stored.place());
            String field = now == null ? "place" : differentField(now, stored.event());
            if (!field.isEmpty()) {
                return Optional.of("other " + field + " at version " + stored.version() + " of " + stored.stream());
            }
        }
        return Optional.empty();
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
