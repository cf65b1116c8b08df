package org.synapse4j.mongofixture;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Ways in which other hands leave documents that this library does not write. */
final class Oddities {
    private Oddities() {}

    /**
     * One of them.
     *
     * @param name what it is called
     * @param change makes it of a document of ours
     */
    record Oddity(String name, Consumer<Document> change) {
        static Oddity without(String field) {
            return new Oddity("no " + field, document -> document.remove(field));
        }

        static Oddity with(String field, Object value) {
            return new Oddity(
                    field + " " + value.getClass().getSimpleName() + " " + value,
                    document -> document.put(field, value));
        }

        static Oddity in(String field, Oddity inside) {
            return new Oddity(
                    inside.name + " in " + field,
                    document -> inside.change.accept(document.get(field, Document.class)));
        }
    }

    /** Changes that make one event unreadable, wherever a layout keeps its fields. */
    static List<Oddity> ofEvents() {
        return List.of(
                Oddity.without("event"),
                Oddity.with("event", "text"),
                Oddity.with("event", new Binary((byte) 4, new byte[3])),
                Oddity.without("type"),
                Oddity.with("type", 7),
                Oddity.with("type", " "),
                Oddity.without("revision"),
                Oddity.with("revision", true),
                Oddity.without("at"),
                Oddity.with("at", 7L),
                Oddity.with("nanos", "few"),
                Oddity.with("nanos", -1),
                Oddity.with("tags", "a:b"),
                Oddity.with("tags", List.of("no colon", 7)),
                Oddity.with("metadata", 7),
                Oddity.with("metadata", new Document("n", 7)),
                Oddity.with("metadata", List.of(List.of("alone"))),
                Oddity.without("payload"),
                Oddity.with("payload", Instant.EPOCH),
                Oddity.with("payload", new Document("id", new ObjectId())),
                Oddity.with("representation", 7),
                Oddity.with("representation", "xml"));
    }

    /** Changes that make a document unreadable as a whole. */
    static List<Oddity> ofHeads(boolean perCommit) {
        List<Oddity> both = List.of(
                Oddity.with("_id", 2.5),
                Oddity.with("_id", "two"),
                Oddity.with("_id", new ObjectId()),
                Oddity.with("_id", new Document("n", 2)),
                Oddity.with("_id", 1e300),
                Oddity.without("stream"),
                Oddity.with("stream", 7),
                Oddity.with("stream", "noslash"),
                Oddity.with("stream", "cart/"),
                Oddity.without("version"),
                Oddity.with("version", "two"),
                Oddity.with("version", 2.5),
                Oddity.with("version", 0L),
                Oddity.with("version", -2L),
                Oddity.with("version", Long.MAX_VALUE),
                Oddity.without("commit"),
                Oddity.with("commit", "text"),
                Oddity.with("commit", new Document()),
                Oddity.in("commit", Oddity.without("id")),
                Oddity.in("commit", Oddity.with("id", UUID.randomUUID().toString())),
                Oddity.in("commit", Oddity.with("first", "one")),
                Oddity.in("commit", Oddity.with("first", 1_000L)),
                Oddity.in("commit", Oddity.with("size", 0)),
                Oddity.in("commit", Oddity.with("size", 1L << 40)),
                Oddity.with("void", 1),
                Oddity.with("tombstone", 1),
                new Oddity("nothing but a key", document -> document.keySet().removeIf(key -> !key.equals("_id"))),
                new Oddity("a stranger", document -> {
                    document.keySet().removeIf(key -> !key.equals("_id"));
                    document.append("hello", "world");
                }));
        List<Oddity> own = perCommit
                ? List.of(
                        Oddity.without("last"),
                        Oddity.with("last", "two"),
                        Oddity.with("last", 0L),
                        Oddity.with("last", 1L << 50))
                : List.of(Oddity.with("last", 3L));
        return Stream.concat(both.stream(), own.stream()).toList();
    }

    /** The same number otherwise, in every field that has an integer. */
    static List<Consumer<Document>> otherNumbers() {
        return List.of(
                document -> change(document, number -> (int) number),
                document -> change(document, number -> (double) number),
                document -> change(document, Decimal128::new));
    }

    private interface Change {
        Object of(long number);
    }

    private static void change(Document document, Change change) {
        document.replaceAll((field, value) -> {
            if (value instanceof Document inner && !field.equals("payload")) {
                change(inner, change);
            }
            if (value instanceof List<?> list && field.equals("events")) {
                list.forEach(event -> change((Document) event, change));
            }
            return value instanceof Long || value instanceof Integer ? change.of(((Number) value).longValue()) : value;
        });
    }
}
