package org.synapse4j.mongocommon.internal;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;

/**
 * Somebody else's index on one of a store's collections. What it demands of an application's content is the application's affair; it
 * must not remove documents, nor forbid what every store writes whatever its content.
 *
 * @param described as the server describes it
 */
record ForeignIndex(Document described) {
    /** Why a store cannot live with it that holds documents of these kinds; empty if it can. */
    Optional<String> objection(Collection<DocumentKind> kinds) {
        if (described.containsKey("expireAfterSeconds")) {
            return Optional.of("removes documents by time");
        }
        if (!Catalogue.isOn(described, "unique")) {
            return Optional.empty();
        }
        return kinds.stream()
                .filter(this::forbidsTwo)
                .findFirst()
                .map(kind -> "is unique and would refuse " + kind.name()
                        + " beside another one; let it be sparse or partial, so that it leaves them alone");
    }

    private boolean forbidsTwo(DocumentKind kind) {
        Set<String> fields = described.get("key", new Document()).keySet().stream()
                .map(ForeignIndex::top)
                .collect(Collectors.toSet());
        return holds(kind, fields)
                && fields.stream().noneMatch(kind.content()::contains)
                && !kind.differIn(fields, described.containsKey("collation"));
    }

    /** Whether documents of this kind have an entry in it. */
    private boolean holds(DocumentKind kind, Set<String> fields) {
        Document filter = described.get("partialFilterExpression", Document.class);
        if (filter != null) {
            return !leavesOut(filter, kind);
        }
        return !Catalogue.isOn(described, "sparse") || fields.stream().anyMatch(kind::has);
    }

    /** Whether the filter demands a value of a field that documents of this kind do not have. */
    private static boolean leavesOut(Document filter, DocumentKind kind) {
        return filter.entrySet().stream().anyMatch(demand -> switch (demand.getKey()) {
            case "$and" -> parts(demand.getValue()).anyMatch(part -> leavesOut(part, kind));
            case "$or" -> parts(demand.getValue()).allMatch(part -> leavesOut(part, kind));
            default -> !kind.has(top(demand.getKey())) && !takesNothing(demand.getValue());
        });
    }

    private static Stream<Document> parts(Object list) {
        return ((List<?>) list).stream().map(Document.class::cast);
    }

    /** Whether the absence of a field meets this demand: where it is null, or may be. */
    private static boolean takesNothing(Object demand) {
        if (demand instanceof Document operators) {
            return operators.values().stream().allMatch(ForeignIndex::takesNothing);
        }
        return demand == null || (demand instanceof List<?> several && several.contains(null));
    }

    /** The field of the document itself in which this one is. */
    private static String top(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }
}
