package org.synapse4j.mongocommon.internal;

import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Fields;

/**
 * What a query is to the server: a filter that finds every document with an event that matches, and perhaps others. Whether an event
 * of such a document matches is looked up in the event itself. Stateless.
 */
final class QueryFilter {
    private final CommitLayout layout;

    QueryFilter(CommitLayout layout) {
        this.layout = layout;
    }

    /** Finds every document with an event that matches, and perhaps others. */
    Bson of(EventQuery query) {
        List<Bson> criteria = query.anyOf().stream().map(this::of).toList();
        return criteria.isEmpty() ? Filters.eq(Fields.SLOT, -1L) : Filters.or(criteria);
    }

    static boolean matches(EventQuery query, StoredSerializedEvent event) {
        return query.matches(event.stream(), event.event().type(), event.event().tags());
    }

    private Bson of(EventQuery.Criterion criterion) {
        List<Bson> all = new ArrayList<>();
        if (!criterion.categories().isEmpty()) {
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
