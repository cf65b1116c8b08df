package org.synapse4j.mongocommon.internal;

import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Fields;

/**
 * The form of a query for the server: a filter that finds every document with an event that matches, and perhaps others. Whether an event
 * of such a document matches is looked up in the event itself. Stateless.
 */
final class QueryFilter {
    private final CommitLayout layout;

    QueryFilter(CommitLayout layout) {
        this.layout = layout;
    }

    /**
     * Finds every document in these slots with an event that matches, and perhaps others. The server walks along the slots, unless every
     * criterion has tags: these may have an index, in which the slots are in order too.
     */
    SlotSearch search(EventQuery query, Bson slots) {
        List<Bson> criteria = query.anyOf().stream().map(this::of).toList();
        boolean tagged =
                query.anyOf().stream().noneMatch(criterion -> criterion.tags().isEmpty());
        Bson matching = criteria.isEmpty() ? Filters.eq(Fields.SLOT, -1L) : Filters.or(criteria);
        return SlotSearch.whole(Filters.and(slots, matching))
                .along(tagged ? SlotSearch.Along.ANY : SlotSearch.Along.SLOTS);
    }

    static boolean matches(EventQuery query, StoredSerializedEvent event) {
        return query.matches(event.stream(), event.event().type(), event.event().tags());
    }

    private Bson of(EventQuery.Criterion criterion) {
        List<Bson> all = new ArrayList<>();
        // Beside tags, a planner would take the index on streams for these, and sort what it finds.
        boolean byStream = criterion.tags().isEmpty();
        if (byStream && !criterion.streams().isEmpty()) {
            all.add(Filters.in(
                    Fields.STREAM,
                    criterion.streams().stream().map(StreamId::toString).toList()));
        }
        if (byStream && !criterion.categories().isEmpty()) {
            all.add(Filters.or(criterion.categories().stream()
                    .map(category -> Filters.and(
                            Filters.gte(Fields.STREAM, SlotLog.firstOf(category)),
                            Filters.lt(Fields.STREAM, SlotLog.firstBeyond(category))))
                    .toList()));
        }
        if (!criterion.types().isEmpty()) {
            all.add(Filters.in(
                    path(Fields.TYPE),
                    criterion.types().stream().map(TypeName::value).toList()));
        }
        for (Tag tag : criterion.tags()) {
            all.add(Filters.eq(path(Fields.TAGS), tag.toString()));
        }
        return all.isEmpty() ? Filters.empty() : Filters.and(all);
    }

    private String path(String field) {
        return layout.holdsList() ? Fields.EVENTS + "." + field : field;
    }
}
