package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.LONG;
import static org.synapse4j.mongofixture.Bench.OTHER;
import static org.synapse4j.mongofixture.Bench.test;

import com.mongodb.client.model.Filters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.Document;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.Fault;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongoembedded.Trigger;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Subject;

/**
 * A commit whose documents land while somebody looks is seen wholly in a stream, or not at all. The commit of most of
 * these tests is A2, B1, A3, behind a commit A1: it takes the slots 2 to 4, and its first document is there when the look begins.
 */
final class CommitsInFlight {
    private CommitsInFlight() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("An append that pauses is wholly absent, then wholly there", factory, CommitsInFlight::paused),
                test("A head is the end of a commit that lands meanwhile", factory, CommitsInFlight::head),
                test("A listed head is the end of a commit that lands meanwhile", factory, CommitsInFlight::listed),
                test("A conflict names the end of a commit that lands meanwhile", factory, CommitsInFlight::conflict),
                test("An empty append names the end of a commit that lands meanwhile", factory, CommitsInFlight::empty),
                test("A deletion takes all of a commit that lands meanwhile", factory, CommitsInFlight::deleted),
                test("A truncation takes all of a commit that lands meanwhile", factory, CommitsInFlight::truncated),
                test(
                        "A deletion goes on where a new primary shows less than was known",
                        factory,
                        CommitsInFlight::deletedBehind),
                test(
                        "A read delivers no part of a commit where a new primary shows less than was known",
                        factory,
                        CommitsInFlight::readBehind),
                test(
                        "A read that begins beyond the head skips nothing that lands meanwhile",
                        factory,
                        CommitsInFlight::beyondTheHead),
                test(
                        "A head is found below a commit that lands, while what was the head is pruned",
                        factory,
                        CommitsInFlight::prunedMeanwhile),
                test("What is left of an aborted commit is voided from its end", factory, CommitsInFlight::lastFirst),
                test("No more of an aborted commit lands once it is voided", factory, CommitsInFlight::fencedFirst),
                test("A truncation that a deletion overtakes does nothing", factory, CommitsInFlight::overtaken));
    }

    private static void paused(Bench bench) throws InterruptedException {
        MongoStorage writer = bench.open();
        MongoStorage other = bench.open();
        StreamId third = StreamId.of("cart", "3");
        bench.append(other, third, 1);
        HoldingFault paused = bench.nextInsert().pauseAfter(2);
        Call<AppendResult> append = Call.heldBy(paused, () -> bench.append(writer, List.of(CART, OTHER, third)));
        for (StreamId stream : List.of(CART, OTHER)) {
            assertEquals(StreamHead.absent(stream), other.streams().head(stream));
            other.deletion().orElseThrow().delete(stream);
            other.deletion().orElseThrow().truncate(stream, Version.MAX);
        }
        assertEquals(
                List.of(third),
                Subject.drain(other.listing().orElseThrow().list()).stream()
                        .map(StreamHead::stream)
                        .toList());
        assertEquals(List.of(), versions(other, StreamRead.of(CART)));
        assertEquals(1, bench.feed().size());
        paused.release();
        append.result();
        assertEquals(List.of(1L), versions(other, StreamRead.of(CART)));
        assertEquals(List.of(1L), versions(other, StreamRead.of(OTHER)));
        assertEquals(List.of(1L, 2L), versions(other, StreamRead.of(third)));
        assertEquals(4, bench.feed().size());
    }

    private static void head(Bench bench) throws InterruptedException {
        List<Document> rest = begun(bench);
        assertEquals(headAt(bench, 1), bench.open().streams().head(CART));
        StreamHead landed = landing(bench, rest, 2, storage -> storage.streams().head(CART));
        assertEquals(headAt(bench, 3), landed);
    }

    private static void listed(Bench bench) throws InterruptedException {
        List<Document> rest = begun(bench);
        assertEquals(headAt(bench, 1), list(bench.open()).get(0));
        Trigger proof = bench.faults().nth(2, "aggregate");
        StreamHead landed = landing(bench, rest, proof, CommitsInFlight::list).get(0);
        assertEquals(headAt(bench, 3), landed);
    }

    private static List<StreamHead> list(MongoStorage storage) {
        return Subject.drain(storage.listing().orElseThrow().list());
    }

    private static void conflict(Bench bench) throws InterruptedException {
        List<Document> rest = begun(bench);
        Throwable refused = landing(
                bench,
                rest,
                2,
                storage -> Call.of(() ->
                                storage.streams().append(Commits.of(Commits.add(CART, ExpectedVersion.exactly(7), 1))))
                        .failure());
        assertEquals(
                headAt(bench, 3),
                assertInstanceOf(VersionConflictException.class, refused).actual());
    }

    private static void empty(Bench bench) throws InterruptedException {
        List<Document> rest = begun(bench);
        AppendResult nothing = landing(bench, rest, 3, storage -> bench.append(storage, CART, 0));
        assertEquals(3, nothing.version().value());
    }

    private static void deleted(Bench bench) throws InterruptedException {
        landing(bench, begun(bench), storage -> storage.deletion().orElseThrow().delete(CART));
        assertRemoved(bench, headOfDeleted(bench, 3));
    }

    private static void truncated(Bench bench) throws InterruptedException {
        landing(bench, begun(bench), storage -> storage.deletion().orElseThrow().truncate(CART, Version.MAX));
        assertRemoved(bench, headAt(bench, 3));
    }

    private static void landing(Bench bench, List<Document> rest, Consumer<MongoStorage> removal)
            throws InterruptedException {
        landing(bench, rest, 2, storage -> {
            removal.accept(storage);
            return true;
        });
    }

    private static void assertRemoved(Bench bench, StreamHead expected) {
        MongoStorage storage = bench.open();
        assertEquals(expected, storage.streams().head(CART));
        assertEquals(List.of(), versions(storage, StreamRead.of(CART)));
        assertEquals(List.of(1L), versions(storage, StreamRead.of(OTHER)));
        assertEquals(1, bench.feed().size());
    }

    /** As after an election in the middle of the call: the new primary shows the last document a moment later. */
    private static void deletedBehind(Bench bench) throws InterruptedException {
        Document last = whole(bench).get(2);
        MongoStorage storage = bench.open();
        HoldingFault removing = bench.nthFind(3).hold();
        Fault removed = bench.faults().next("update").delay(Duration.ZERO);
        Call<Boolean> deletion = Call.heldBy(removing, () -> {
            storage.deletion().orElseThrow().delete(CART);
            return true;
        });
        bench.events().deleteOne(Filters.eq("_id", 4L));
        removing.release();
        assertTrue(removed.awaitFired(1, LONG));
        bench.events().insertOne(last);
        deletion.result();
        assertRemoved(bench, headOfDeleted(bench, 3));
    }

    /** As after an election, when the new primary shows less of the commit for a moment than the storage has seen. */
    private static void readBehind(Bench bench) {
        Document last = whole(bench).get(2);
        MongoStorage storage = bench.open();
        assertEquals(3, bench.append(storage, CART, 0).version().value());
        bench.events().deleteOne(Filters.eq("_id", 4L));
        StreamRead read = StreamRead.of(CART);
        assertEquals(List.of(1L), versions(storage, read));
        assertEquals(List.of(1L), versions(storage, read.backwards()));
        bench.events().insertOne(last);
        assertEquals(List.of(1L, 2L, 3L), versions(storage, read));
        assertEquals(List.of(2L, 1L), versions(storage, read.upTo(Version.of(2)).backwards()));
        assertEquals(List.of(2L), versions(storage, read.from(Version.of(2)).upTo(Version.of(2))));
    }

    /** Per commit, it is looked up which document holds the version from which one reads. */
    private static void beyondTheHead(Bench bench) throws InterruptedException {
        for (boolean forwards : List.of(true, false)) {
            StreamId stream = StreamId.of("cart", forwards ? "forwards" : "backwards");
            bench.append(bench.open(), stream, 3);
            MongoStorage reader = bench.open();
            StreamRead read = StreamRead.of(stream).from(Version.of(8));
            HoldingFault looked = bench.nthFind(isPerCommit(reader) ? 2 : 1).hold();
            Call<List<Long>> reading = Call.heldBy(looked, () -> versions(reader, forwards ? read : read.backwards()));
            bench.append(bench.open(), stream, 7);
            bench.append(bench.open(), stream, 2);
            looked.release();
            List<Long> seen = new ArrayList<>(reading.result());
            seen.sort(null);
            assertEquals(List.of(8L, 9L, 10L, 11L, 12L).subList(0, seen.size()), seen, "versions from 8 on");
        }
    }

    /** The stream was truncated up to its head, and the commit in flight is what makes that head none. */
    private static void prunedMeanwhile(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        for (int i = 0; i < 3; i++) {
            bench.append(storage, CART, 1);
        }
        storage.deletion().orElseThrow().truncate(CART, Version.MAX);
        Prunings.age(bench);
        List<Document> commit = together(bench, storage);
        bench.events().deleteMany(Filters.gt("_id", 4L));
        MongoStorage reader = bench.open();
        HoldingFault looking = bench.nthFind(3).hold();
        Call<StreamHead> head = Call.heldBy(looking, () -> reader.streams().head(CART));
        bench.events().insertMany(commit.subList(1, 3));
        assertEquals(2, bench.open().prune(Prunings.MONTH).tombstones());
        looking.release();
        assertEquals(headAt(bench, 5), head.result());
    }

    /** A3 is voided before A2, so that nobody takes version 2 while version 3 is still held. */
    private static void lastFirst(Bench bench) throws InterruptedException {
        aborted(bench, whole(bench));
        HoldingFault half = bench.faults().next("update").pauseAfter(1);
        Call<AppendResult> next = Call.heldBy(half, () -> bench.append(bench.open(), CART, 2));
        assertEquals(List.of(4L, 5L), voids(bench));
        half.release();
        assertEquals(3, next.result().version().value());
        assertEquals(List.of(2L, 3L, 4L, 5L), voids(bench));
    }

    /** A3 lands when it was seen to be missing, before its slot is fenced. */
    private static void fencedFirst(Bench bench) throws InterruptedException {
        List<Document> commit = whole(bench);
        aborted(bench, commit);
        bench.events().deleteMany(Filters.in("_id", 3L, 4L));
        HoldingFault fencing = bench.nextInsert().hold();
        HoldingFault half = bench.faults().next("update").pauseAfter(1);
        Call<AppendResult> next = Call.heldBy(fencing, () -> bench.append(bench.open(), CART, 2));
        Document late = new Document(bench.log().get(1))
                .append("_id", 4L)
                .append("version", commit.get(2).get("version"));
        late.remove("commitId");
        late.computeIfPresent("last", (field, last) -> commit.get(2).get("last"));
        bench.events().insertOne(late);
        fencing.release();
        assertTrue(half.awaitFired(1, LONG));
        assertEquals(List.of(3L, 4L, 5L), voids(bench));
        half.release();
        assertEquals(3, next.result().version().value());
    }

    /** Per commit, the document of which the first events are to go is read once more, and is a tombstone then. */
    private static void overtaken(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 5);
        HoldingFault reading = bench.nthFind(isPerCommit(storage) ? 3 : 2).hold();
        Call<Boolean> truncation = Call.heldBy(reading, () -> {
            storage.deletion().orElseThrow().truncate(CART, Version.of(3));
            return true;
        });
        bench.open().deletion().orElseThrow().delete(CART);
        reading.release();
        assertTrue(truncation.result());
        assertEquals(headOfDeleted(bench, 5), bench.open().streams().head(CART));
    }

    /** The result of a call of which the k-th look at the log comes after the rest has landed. */
    private static <T> T landing(Bench bench, List<Document> rest, int k, Function<MongoStorage, T> call)
            throws InterruptedException {
        return landing(bench, rest, bench.nthFind(k), call);
    }

    /** What a call returns of which this look at the log comes after the rest has landed. */
    private static <T> T landing(Bench bench, List<Document> rest, Trigger look, Function<MongoStorage, T> call)
            throws InterruptedException {
        MongoStorage storage = bench.open();
        HoldingFault looking = look.hold();
        Call<T> looks = Call.heldBy(looking, () -> call.apply(storage));
        bench.events().insertMany(rest);
        looking.release();
        return looks.result();
    }

    /** A1, and of A2, B1, A3 the first document; the others are returned. */
    private static List<Document> begun(Bench bench) {
        List<Document> commit = whole(bench);
        bench.events().deleteMany(Filters.gt("_id", 2L));
        return commit.subList(1, 3);
    }

    /** A1, then A2, B1, A3 as one commit, whose documents are returned. */
    private static List<Document> whole(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        return together(bench, storage);
    }

    /** An event to one stream, to another, and to the first one, as one commit of three documents, in either layout. */
    private static List<Document> together(Bench bench, MongoStorage storage) {
        List.of(CART, OTHER, CART).forEach(stream -> bench.append(storage, stream, 1));
        List<Document> log = bench.log();
        List<Document> last = log.subList(log.size() - 3, log.size());
        return describe(bench, last, 3);
    }

    /** The commit takes one slot more, which is a void: it is aborted. */
    private static void aborted(Bench bench, List<Document> commit) {
        describe(bench, commit, commit.size() + 1);
        long behind = commit.get(commit.size() - 1).getLong("_id") + 1;
        bench.events().insertOne(Bench.voidIn(behind));
    }

    /** Makes these the first documents of a commit of so many slots. */
    private static List<Document> describe(Bench bench, List<Document> documents, int size) {
        BsonBinary id = new BsonBinary(UUID.randomUUID());
        long first = documents.get(0).getLong("_id");
        List<Document> described = new ArrayList<>();
        for (Document like : documents) {
            Document document = new Document(like)
                    .append(
                            "commit",
                            new Document("id", id).append("first", first).append("size", size));
            if (like.getLong("_id") == first) {
                document.append("commitId", id);
            } else {
                document.remove("commitId");
            }
            bench.events().replaceOne(Filters.eq("_id", like.get("_id")), document);
            described.add(document);
        }
        return described;
    }

    private static List<Long> voids(Bench bench) {
        return bench.log().stream()
                .filter(document -> document.containsKey("void"))
                .map(document -> document.getLong("_id"))
                .toList();
    }

    private static List<Long> versions(MongoStorage storage, StreamRead read) {
        return Subject.drain(storage.streams().read(read)).stream()
                .map(event -> event.version().value())
                .toList();
    }

    /** The head of a stream that ends at this version; its position is that of its last event, or where none is left, whatever is said. */
    private static StreamHead headAt(Bench bench, long version) {
        return StreamHead.at(CART, Version.of(version), lastPosition(bench));
    }

    private static StreamHead headOfDeleted(Bench bench, long version) {
        return StreamHead.deleted(CART, Version.of(version), lastPosition(bench));
    }

    private static Position lastPosition(Bench bench) {
        MongoStorage storage = bench.open();
        return Subject.drain(storage.streams().read(StreamRead.of(CART))).stream()
                .reduce((earlier, later) -> later)
                .map(StoredSerializedEvent::position)
                .orElseGet(() -> storage.streams().head(CART).position());
    }

    private static boolean isPerCommit(MongoStorage storage) {
        return storage.name().endsWith("per-commit");
    }
}
