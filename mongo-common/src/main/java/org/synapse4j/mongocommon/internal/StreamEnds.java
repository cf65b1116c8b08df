package org.synapse4j.mongocommon.internal;

import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.LogDocument;

/**
 * The last documents of many streams at a time. The server leaps along the index on stream and version from one stream to the next
 * (a distinct scan), which it does where a descending sort by both is grouped by the stream, with nothing in between (ADR 27). Thread-safe.
 */
final class StreamEnds {
    /** So many streams in an answer. A second one for those that are not proven makes one for a thousand streams. */
    static final int PAGE = 4_000;

    private static final String FOUND = "found";
    private static final String END = "end";
    private static final String LAST = "last";
    private static final Bson HIGHEST_FIRST = Sorts.descending(Fields.STREAM, Fields.VERSION);

    private final SlotLog log;

    StreamEnds(SlotLog log) {
        this.log = log;
    }

    /**
     * A range of names.
     *
     * @param above which none of them is, but below which all are not
     * @param below which all of them are; absent where they have no bound
     */
    record Names(String above, @Nullable String below) {
        static Names of(String category) {
            boolean none = category.indexOf('/') >= 0;
            return none ? new Names("", "") : new Names(SlotLog.firstOf(category), SlotLog.firstBeyond(category));
        }

        Names below(String name) {
            return new Names(above, name);
        }
    }

    /**
     * A stream, and its document with the highest version; absent where the server does not show it whole, as the embedded one does if the
     * name begins with {@code $}.
     */
    record End(String stream, Optional<LogDocument> last) {}

    /** The streams with these names: the highest first, and fewer than a page at the end. */
    List<End> page(Names names) {
        Bson above = Filters.gt(Fields.STREAM, names.above());
        Bson within = names.below() == null ? above : Filters.and(above, Filters.lt(Fields.STREAM, names.below()));
        List<End> page = page(within, List.of());
        // A server that does not leap groups in an order of its own, and the page holds any of the streams.
        return isDescending(page) ? page : page(within, List.of(Aggregates.sort(Sorts.descending(Fields.KEY))));
    }

    private List<End> page(Bson within, List<Bson> sorted) {
        List<Bson> stages = new ArrayList<>(List.of(Aggregates.sort(HIGHEST_FIRST), byStream()));
        stages.addAll(sorted);
        stages.addAll(List.of(Aggregates.limit(PAGE), SlotLog.headsOnly(FOUND + ".")));
        return log.aggregate(within, stages, PAGE).stream().map(this::end).toList();
    }

    private End end(RawBsonDocument group) {
        RawBsonDocument found = (RawBsonDocument) group.getDocument(FOUND);
        return new End(
                group.getString(Fields.KEY).getValue(),
                found.containsKey(Fields.STREAM) ? Optional.of(log.document(found)) : Optional.empty());
    }

    private static boolean isDescending(List<End> page) {
        for (int i = 1; i < page.size(); i++) {
            if (page.get(i).stream().compareTo(page.get(i - 1).stream()) >= 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Of those of these streams whose last document is by now of a committed commit, that document. It is looked for after the commit was
     * seen to be whole, so it is where that one ends.
     */
    Map<String, LogDocument> proven(List<String> streams) {
        Document lastSlot = new Document(
                "$add",
                List.of(
                        "$" + FOUND + "." + Fields.COMMIT + "." + Fields.FIRST,
                        "$" + FOUND + "." + Fields.COMMIT + "." + Fields.SIZE,
                        -1));
        List<Bson> stages = List.of(
                Aggregates.sort(HIGHEST_FIRST),
                byStream(),
                Aggregates.project(new Document(LAST, lastSlot)),
                log.lookup(LAST, END),
                log.lookup(
                        List.of(new Variable<>(Fields.STREAM, "$" + Fields.KEY)),
                        List.of(
                                Aggregates.match(Filters.expr(
                                        new Document("$eq", List.of("$" + Fields.STREAM, "$$" + Fields.STREAM)))),
                                Aggregates.match(log.readable(Filters.exists(Fields.STREAM))),
                                Aggregates.sort(Sorts.descending(Fields.VERSION)),
                                Aggregates.limit(1),
                                SlotLog.headsOnly("")),
                        FOUND));
        Map<String, LogDocument> proven = new HashMap<>();
        for (RawBsonDocument pair : log.aggregate(Filters.in(Fields.STREAM, streams), stages, streams.size())) {
            for (LogDocument found : documents(pair, FOUND)) {
                boolean whole = documents(pair, END).stream().anyMatch(end -> found.isOf(end.descriptor()));
                if (found.isSurelyCommitted() || whole) {
                    proven.put(found.stream(), found);
                }
            }
        }
        return proven;
    }

    private List<LogDocument> documents(RawBsonDocument of, String field) {
        return of.getArray(field).stream()
                .map(document -> log.document((RawBsonDocument) document))
                .filter(document -> !document.isVoid() && !document.isOdd())
                .toList();
    }

    private static Bson byStream() {
        return Aggregates.group("$" + Fields.STREAM, Accumulators.first(FOUND, "$$ROOT"));
    }
}
