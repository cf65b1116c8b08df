package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Facet;
import com.mongodb.client.model.Projections;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Descriptor;
import org.synapse4j.mongocommon.documents.Documents;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.LogDocument;
import org.synapse4j.mongocommon.documents.RawDocuments;

/**
 * Looks at the collections of a store that are there already, whoever made them, and refuses those in which its promises would not
 * hold: where documents vanish, where different ones count as equal, or where what every store writes is refused. What the server
 * does not tell this user is not looked at. Writes nothing. Why, and what is let pass, says ADR 23.
 */
final class PremadeCollections {
    private static final Logger LOG = LoggerFactory.getLogger(PremadeCollections.class);

    private final Supplier<MongoDatabase> database;
    private final Map<String, List<DocumentKind>> kinds = new LinkedHashMap<>();
    private final Map<String, List<RawBsonDocument>> samples;

    PremadeCollections(Supplier<MongoDatabase> database, String prefix, CommitLayout layout) {
        this.database = database;
        kinds.put(CollectionNames.events(prefix), DocumentKind.LOG);
        kinds.put(CollectionNames.snapshots(prefix), DocumentKind.SNAPSHOTS);
        kinds.put(CollectionNames.leases(prefix), DocumentKind.LEASES);
        kinds.put(CollectionNames.store(prefix), DocumentKind.STORE);
        this.samples = Map.of(CollectionNames.events(prefix), logSamples(layout.holdsList()));
    }

    /**
     * Returns if a store can live in what is there.
     *
     * @param own the store's own indexes, which are looked at elsewhere
     * @throws ConfigurationException if it cannot: it names all that is wrong, and how to mend it
     */
    void requireUsable(Catalogue catalogue, List<StoreIndex> own) {
        List<String> problems = new ArrayList<>();
        for (Document collection : catalogue.collections(kinds.keySet())) {
            problems.addAll(problems(collection));
        }
        kinds.forEach((collection, held) -> {
            for (Document index : catalogue.indexesIfTold(collection)) {
                String name = index.getString("name");
                if (own.stream().noneMatch(mine -> mine.isNamed(collection, name))) {
                    new ForeignIndex(index)
                            .objection(held)
                            .ifPresent(objection -> problems.add("Index " + name + " of collection " + collection + " "
                                    + objection + ", or drop it: db." + collection + ".dropIndex(\"" + name + "\")."));
                }
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    "No store can live in what is there in database "
                            + database.get().getName() + ". " + String.join(" ", problems),
                    List.of());
        }
    }

    private List<String> problems(Document collection) {
        String name = collection.getString("name");
        Document options = collection.get("options", new Document());
        String type = collection.get("type", "collection");
        List<String> problems = new ArrayList<>();
        if (!type.equals("collection")) {
            problems.add(wrong(name, "is a " + type));
        }
        if (Catalogue.isOn(options, "capped")) {
            problems.add(wrong(name, "is capped, so that it loses its oldest documents"));
        }
        if (options.containsKey("collation")) {
            problems.add(wrong(name, "has a collation, by which different streams may count as one"));
        }
        if (options.containsKey("clusteredIndex") && options.containsKey("expireAfterSeconds")) {
            problems.add("Collection " + name + " removes documents by time; stop that: db.runCommand({collMod: \""
                    + name + "\", expireAfterSeconds: \"off\"}).");
        }
        refused(name, options)
                .ifPresent(sample -> problems.add("Collection " + name
                        + " has a validator that refuses what every store writes, such as " + sample.toJson()
                        + "; let it pass documents with the field void or tombstone, or only warn: db.runCommand({collMod: \""
                        + name + "\", validationAction: \"warn\"})."));
        return problems;
    }

    private static String wrong(String collection, String what) {
        return "Collection " + collection + " " + what
                + "; rename it, or open the store under another prefix: what it needs is made where nothing is.";
    }

    /** A document that every store writes and the collection's validator refuses, if there is one. */
    private Optional<RawBsonDocument> refused(String collection, Document options) {
        Document validator = options.get("validator", Document.class);
        boolean enforced = !"off".equals(options.getString("validationLevel"))
                && !"warn".equals(options.getString("validationAction"));
        List<RawBsonDocument> written = samples.getOrDefault(collection, List.of());
        if (validator == null || !enforced || written.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<BsonDocument> passed = matching(collection, validator, written);
            return written.stream().filter(sample -> !passed.contains(sample)).findFirst();
        } catch (MongoCommandException error) {
            if (Failures.isPassing(error)) {
                throw error;
            }
            LOG.debug(
                    "Whether the validator of {} lets pass what every store writes cannot be told", collection, error);
            return Optional.empty();
        }
    }

    /** The documents of these, which are nowhere stored, that match a filter by the server's own judgement. */
    private List<BsonDocument> matching(String collection, Document filter, List<RawBsonDocument> documents) {
        return database.get()
                .getCollection(collection, BsonDocument.class)
                .aggregate(List.of(
                        Aggregates.limit(1),
                        Aggregates.project(Projections.include(Fields.KEY)),
                        // A facet makes one document of whatever there is, and of nothing too.
                        Aggregates.facet(new Facet("any", Aggregates.limit(1))),
                        Aggregates.project(Projections.computed("written", new Document("$literal", documents))),
                        Aggregates.unwind("$written"),
                        Aggregates.replaceRoot("$written"),
                        Aggregates.match(filter)))
                .into(new ArrayList<>());
    }

    /** A void, a tombstone of a stream's first document, with its mark and without, and one of another. */
    private static List<RawBsonDocument> logSamples(boolean list) {
        Descriptor commit = new Descriptor(CommitId.fresh(), 1, 2);
        List<RawBsonDocument> samples = new ArrayList<>();
        for (long slot = commit.first(); slot <= commit.lastSlot(); slot++) {
            long version = slot;
            RawBsonDocument head = RawDocuments.document(writer -> {
                writer.writeInt64(Fields.SLOT, version);
                writer.writeString(Fields.STREAM, "category/id");
                writer.writeInt64(Fields.VERSION, version);
                commit.write(writer);
                if (list) {
                    writer.writeInt64(Fields.LAST, version);
                }
            });
            samples.add(Documents.ofTombstone(LogDocument.of(head, list), LogDocument.DELETED));
        }
        BsonDocument marked = samples.get(0).decode(new BsonDocumentCodec()).append(Fields.UNTIL, new BsonInt64(1));
        samples.add(new RawBsonDocument(marked, new BsonDocumentCodec()));
        samples.add(Documents.ofVoid(commit.lastSlot() + 1));
        return samples;
    }
}
