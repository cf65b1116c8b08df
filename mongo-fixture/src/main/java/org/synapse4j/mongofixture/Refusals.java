package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.LONG;
import static org.synapse4j.mongofixture.Bench.OTHER;
import static org.synapse4j.mongofixture.Bench.test;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongocommon.OddDocumentException;
import org.synapse4j.mongocommon.ServerRefusedException;
import org.synapse4j.mongocommon.SlotBlockedException;
import org.synapse4j.mongoembedded.Fault;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongoembedded.Trigger;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** A document that the server refuses fails its own commit and no other; a void that it refuses stops no append. */
final class Refusals {
    private static final StreamId THIRD = StreamId.of("cart", "3");
    private static final StreamId FOURTH = StreamId.of("cart", "4");

    /** The type of the events that are refused. */
    private static final String BAD = "Bad";

    private static final int VALIDATION = 121;
    private static final int DUPLICATE = 11000;
    private static final int ALWAYS = 1_000_000;

    private Refusals() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("A refused commit is told at once, as the server says it", factory, Refusals::toldAtOnce),
                test("What a refused commit has left is void", factory, Refusals::leftovers),
                test("A refused commit leaves the others of its batch alone", factory, Refusals::others),
                test("A refused commit leaves joiners and reserved slots alone", factory, Refusals::reserved),
                test(
                        "Slots of a refused commit are void where others are being reserved",
                        factory,
                        Refusals::whileReserving),
                test("A refusal of a commit that is stored is its result", factory, Refusals::storedBefore),
                test("A refused commit can be stored once nothing refuses it", factory, Refusals::later),
                test("A unique index of the user's refuses, and is named", factory, Refusals::foreignIndex),
                test("A unique index is known also where the server does not say which", factory, Refusals::untold),
                test("A conflict is told before an index of the user's", factory, Refusals::conflictFirst),
                test("What is refused as a whole strikes who is alone", factory, Refusals::asAWhole),
                test("What is refused as a whole after a part strikes who is alone", factory, Refusals::afterAPart),
                test("A commit of more than a command is refused alike", factory, Refusals::large),
                test("A refused void stops no append", factory, Refusals::refusedVoid),
                test("A void that is refused is no slot that is taken", factory, Refusals::refusedAndTaken),
                test("An index that takes one void only is none that a slot is taken by", factory, Refusals::oneVoid),
                test("A refused leftover stops its stream only", factory, Refusals::refusedLeftover),
                test("A refused void at the end of a batch hurts nobody", factory, Refusals::refusedTail),
                test("A refused void after a lost answer leaves one outcome open", factory, Refusals::lostAnswer),
                test("What judging one append meets fails it alone", factory, Refusals::oddStream),
                test("What judging a condition meets fails it alone", factory, Refusals::oddMatch));
    }

    private static void toldAtOnce(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        for (int code : List.of(VALIDATION, 2, 171, 14031, 16755, 17262, 999_999)) {
            Fault fault = bad(bench).times(ALWAYS).refuse(code);
            bench.commands().clear();
            ServerRefusedException refused =
                    assertThrows(ServerRefusedException.class, () -> append(storage, CART, good(), bad(), good()));
            assertEquals(code, refused.code());
            assertEquals(Optional.empty(), refused.index());
            assertTrue(String.valueOf(refused.getMessage()).contains("the document is refused"), refused::getMessage);
            assertEquals(1, fault.fired(), "times that it was sent");
            fault.cancel();
        }
        assertEquals(1, storage.streams().head(CART).version().value());
        assertEquals(1, bench.feed().size());
        assertEquals(2, bench.append(storage, CART, 1).version().value());
        assertEquals(1, bench.append(bench.open(), OTHER, 1).version().value());
        bench.requireContiguous();
    }

    private static void leftovers(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        bad(bench).refuse(VALIDATION);
        assertThrows(
                ServerRefusedException.class,
                () -> storage.streams()
                        .append(Commits.of(
                                Commits.add(OTHER, ExpectedVersion.any(), 1),
                                Commits.add(CART, ExpectedVersion.any(), bad()))));
        assertEquals(2, bench.voids(), "for the document before, and for the refused one");
        assertEquals(2, bench.append(storage, CART, 1).version().value());
        assertEquals(1, bench.append(storage, OTHER, 1).version().value());
        assertEquals(3, bench.feed().size());
        bench.requireContiguous();
    }

    private static void others(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        bad(bench).times(ALWAYS).refuse(VALIDATION);
        List<StreamId> streams = IntStream.range(0, 12)
                .mapToObj(i -> StreamId.of("seat", "" + i))
                .toList();
        HoldingFault first = bench.nextInsert().hold();
        Call<AppendResult> leads = Call.heldBy(first, () -> bench.append(storage, CART, 1));
        HoldingFault second = bench.nextInsert().hold();
        Call<AppendResult> alsoLeads = Call.heldBy(second, () -> append(storage, OTHER, bad()));
        List<Call<AppendResult>> appends = new ArrayList<>();
        for (StreamId stream : streams) {
            NewSerializedEvent event = isBad(streams, stream) ? bad() : good();
            appends.add(Call.waiting(() -> append(storage, stream, good(), event)));
        }
        first.release();
        second.release();
        assertEquals(2, leads.result().version().value());
        assertInstanceOf(ServerRefusedException.class, alsoLeads.failure());
        for (int i = 0; i < appends.size(); i++) {
            if (isBad(streams, streams.get(i))) {
                assertInstanceOf(ServerRefusedException.class, appends.get(i).failure());
            } else {
                assertEquals(2, appends.get(i).result().version().value());
            }
        }
        assertEquals(2 + 2 * 8, bench.feed().size());
        bench.requireContiguous();
    }

    private static boolean isBad(List<StreamId> streams, StreamId stream) {
        return streams.indexOf(stream) % 3 == 1;
    }

    private static void reserved(Bench bench) throws InterruptedException {
        MongoStorage storage = Batches.reserving(bench);
        bad(bench).times(ALWAYS).refuse(VALIDATION);
        HoldingFault insert = bench.nextInsert().hold();
        Call<AppendResult> leads = Call.heldBy(insert, () -> append(storage, CART, bad()));
        Call<AppendResult> refused = Call.waiting(() -> append(storage, OTHER, bad()));
        Call<AppendResult> stored = Call.waiting(() -> append(storage, THIRD, good()));
        insert.release();
        assertInstanceOf(ServerRefusedException.class, leads.failure());
        assertInstanceOf(ServerRefusedException.class, refused.failure());
        assertEquals(1, stored.result().version().value());
        assertEquals(4, bench.feed().size());
        bench.requireContiguous();
    }

    /** Another process takes the slot of the lower batch, which reserves above the higher one; that one is refused only then. */
    private static void whileReserving(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        HoldingFault lower = bench.nextInsert().hold();
        Call<AppendResult> reserves = Call.heldBy(lower, () -> append(storage, CART, good()));
        bad(bench).refuse(VALIDATION);
        HoldingFault higher = bench.nextInsert().hold();
        Call<AppendResult> refused = Call.heldBy(higher, () -> append(storage, OTHER, bad(), good(), good()));
        bench.append(bench.open(), THIRD, 1);
        HoldingFault counting = bench.faults().next("findAndModify").hold();
        lower.release();
        assertTrue(counting.awaitFired(1, LONG));
        higher.release();
        assertInstanceOf(ServerRefusedException.class, refused.failure());
        counting.release();
        assertEquals(2, reserves.result().version().value());
        bench.requireContiguous();
    }

    private static void storedBefore(Bench bench) {
        MongoStorage storage = bench.open();
        SerializedCommit commit = Commits.of(Commits.add(CART, ExpectedVersion.any(), bad()));
        AppendResult first = storage.streams().append(commit);
        bad(bench).times(ALWAYS).refuse(VALIDATION);
        for (MongoStorage any : List.of(storage, bench.open())) {
            assertEquals(first, any.streams().append(commit));
        }
        bench.requireContiguous();
    }

    private static void later(Bench bench) {
        MongoStorage storage = bench.open();
        SerializedCommit commit = Commits.of(
                Commits.add(OTHER, ExpectedVersion.noStream(), 1),
                Commits.add(CART, ExpectedVersion.noStream(), bad()));
        bad(bench).refuse(VALIDATION);
        assertThrows(ServerRefusedException.class, () -> storage.streams().append(commit));
        assertEquals(Version.FIRST, storage.streams().append(commit).version(CART));
        assertEquals(2, bench.feed().size());
        bench.requireContiguous();
    }

    private static void foreignIndex(Bench bench) {
        MongoStorage storage = bench.open();
        assumeFalse(
                storage.name().equals("mongo-per-commit"),
                "The embedded server keeps no entries of what is in an array");
        uniqueNumber(bench);
        append(storage, CART, good());
        bench.commands().clear();
        for (int i = 0; i < 3; i++) {
            ServerRefusedException refused = assertThrows(
                    ServerRefusedException.class,
                    () -> append(storage, OTHER, Sample.event("Other", "{\"m\":1}"), good()));
            assertEquals(DUPLICATE, refused.code());
            assertTrue(refused.index().orElseThrow().contains("payload.n"), refused.index()::toString);
        }
        assertTrue(
                bench.commands().count("insert") < 12,
                () -> "inserts: " + bench.commands().seen());
        assertEquals(1, bench.feed().size());
        append(storage, OTHER, Sample.event("Other", "{\"n\":2}"));
        assertEquals(2, bench.feed().size());
        bench.requireContiguous();
    }

    private static void untold(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        Fault fault = bad(bench).times(ALWAYS).refuse(DUPLICATE);
        ServerRefusedException refused =
                assertThrows(ServerRefusedException.class, () -> append(storage, CART, good(), bad()));
        assertEquals(DUPLICATE, refused.code());
        assertTrue(fault.fired() < 10, () -> "times that it was sent: " + fault.fired());
        assertEquals(2, bench.append(storage, CART, 1).version().value());
        assertEquals(2, bench.feed().size());
        bench.requireContiguous();
    }

    /** The index of the user's was made first, so it is met first. */
    private static void conflictFirst(Bench bench) {
        uniqueNumber(bench);
        MongoStorage storage = bench.open();
        MongoStorage other = bench.open();
        append(storage, CART, Sample.event("Other", "{\"n\":7}"));
        append(other, CART, good());
        assertThrows(
                VersionConflictException.class,
                () -> storage.streams().append(Commits.of(Commits.add(CART, ExpectedVersion.exactly(1), good()))));
        assertEquals(2, bench.feed().size());
    }

    private static void asAWhole(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        HoldingFault held = bench.nextInsert().hold();
        Call<AppendResult> first = Call.heldBy(held, () -> append(storage, CART, good()));
        List<Call<AppendResult>> appends = new ArrayList<>();
        for (StreamId stream : List.of(CART, CART, CART)) {
            appends.add(Call.waiting(() -> append(storage, stream, good())));
        }
        Fault once = bench.nextInsert().fail(10334);
        held.release();
        first.result();
        assertEquals(0, appends.stream().filter(Call::fails).count(), "appends that failed though they were not alone");
        assertEquals(1, once.fired());
        for (int code : List.of(10334, 8000)) {
            bench.nextInsert().fail(code);
            ServerRefusedException refused =
                    assertThrows(ServerRefusedException.class, () -> append(storage, OTHER, good()));
            assertEquals(code, refused.code());
        }
        assertEquals(1, append(storage, OTHER, good()).version().value());
        assertEquals(6, bench.feed().size());
        bench.requireContiguous();
    }

    /** The answer does not say how far the server came: what was stored of an append that is sent again, or refused, becomes voids. */
    private static void afterAPart(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        for (int first : List.of(1, 2)) {
            HoldingFault held = bench.nextInsert().hold();
            Call<AppendResult> leads = Call.heldBy(held, () -> append(storage, CART, good()));
            HoldingFault alsoHeld = bench.nextInsert().hold();
            Call<AppendResult> alsoLeads = Call.heldBy(alsoHeld, () -> append(storage, OTHER, good()));
            List<Call<AppendResult>> appends = new ArrayList<>();
            for (int events : List.of(first, 2, 2)) {
                appends.add(
                        Call.waiting(() -> bench.append(storage, StreamId.of("seat", first + "-" + events), events)));
            }
            Fault once = bench.nextInsert().failAfterFirst(10334);
            held.release();
            alsoHeld.release();
            leads.result();
            alsoLeads.result();
            appends.forEach(Call::result);
            assertEquals(1, once.fired());
        }
        assertEquals(1 + 4 + 5 + 6, bench.feed().size());
        bench.nextInsert().failAfterFirst(10334);
        List<StreamId> two = List.of(THIRD, FOURTH);
        ServerRefusedException refused = assertThrows(ServerRefusedException.class, () -> bench.append(storage, two));
        assertEquals(10334, refused.code());
        assertEquals(1, bench.append(storage, two).version(THIRD).value());
        assertEquals(18, bench.feed().size());
        bench.requireContiguous();
    }

    /** Three commands, of which the second one meets it. */
    private static void large(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        String text = "\"" + "x".repeat(10_000_000) + "\"";
        bad(bench).refuse(VALIDATION);
        bench.commands().clear();
        SerializedCommit commit = Commits.of(
                Commits.add(OTHER, ExpectedVersion.any(), Sample.event("Big", text)),
                Commits.add(CART, ExpectedVersion.any(), bad(), Sample.event("Small")));
        ServerRefusedException refused = assertThrows(
                ServerRefusedException.class, () -> storage.streams().append(commit));
        assertEquals(VALIDATION, refused.code());
        assertEquals(1, bench.feed().size());
        storage.streams().append(commit);
        assertEquals(4, bench.feed().size());
        bench.requireContiguous();
    }

    private static void refusedVoid(Bench bench) throws InterruptedException {
        MongoStorage storage = Batches.reserving(bench);
        Fault voids = refusedVoids(bench, "insert");
        bad(bench).times(ALWAYS).refuse(VALIDATION);
        int version = 0;
        for (int i = 0; i < 5; i++) {
            ServerRefusedException refused =
                    assertThrows(ServerRefusedException.class, () -> append(storage, CART, bad()));
            assertEquals(VALIDATION, refused.code(), "the first error, not that of the void");
            version++;
            assertEquals(version, append(storage, THIRD, good()).version().value());
        }
        MongoStorage reader = bench.open();
        awaitBlocked(bench, reader, 4);
        voids.cancel();
        awaitFeed(reader, 3 + 5);
        bench.appendUnless(storage, CART, EventQuery.tagged("never:1"));
        awaitFeed(reader, 3 + 6);
        bench.requireContiguous();
    }

    /** The feed, its end and conditional appends say which slot it is; they go on by themselves. */
    private static void awaitBlocked(Bench bench, MongoStorage reader, long slot) throws InterruptedException {
        Bench.await(() -> isBlocked(() -> reader.feed().orElseThrow().end(), slot), () -> "the end is blocked");
        assertTrue(isBlocked(() -> Subject.drain(reader.feed().orElseThrow().read(FeedRead.forwards())), slot));
        assertTrue(isBlocked(() -> bench.appendUnless(reader, FOURTH, EventQuery.tagged("never:0")), slot));
        assertEquals(0, reader.streams().head(FOURTH).version().value());
    }

    /** One reader, since it is by him that a slot has to be missing for the grace. */
    private static void awaitFeed(MongoStorage reader, int events) throws InterruptedException {
        Bench.await(
                () -> Subject.drain(reader.feed().orElseThrow().read(FeedRead.forwards()))
                                .size()
                        == events,
                () -> events + " events in the feed");
    }

    private static boolean isBlocked(Runnable call, long slot) {
        try {
            call.run();
            return false;
        } catch (SlotBlockedException blocked) {
            assertEquals(slot, blocked.slot());
            assertEquals(2, blocked.code());
            return true;
        }
    }

    /** Of the slots that are to be fenced, one is taken and another one's void is refused. */
    private static void refusedAndTaken(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 3);
        List<Document> log = bench.log();
        Document last = log.get(log.size() - 1);
        bench.events().insertOne(Bench.voidIn(last.getLong("_id") + 3));
        bench.events().insertOne(Bench.voidIn(last.getLong("_id") + 5));
        Fault one = bench.nextInsert()
                .writing(document -> document.containsValue(last.getLong("_id") + 4))
                .times(ALWAYS)
                .refuse(2);
        MongoStorage reader = bench.open();
        awaitBlocked(bench, reader, last.getLong("_id") + 4);
        one.cancel();
        Bench.await(
                () -> !isBlocked(() -> reader.feed().orElseThrow().end(), last.getLong("_id") + 4),
                () -> "the end is blocked no longer");
        awaitFeed(reader, 3);
        bench.requireContiguous();
    }

    /** Every void has the same entry in it. */
    private static void oneVoid(Bench bench) throws InterruptedException {
        MongoStorage storage = Batches.reserving(bench);
        MongoStorage reader = bench.open();
        reader.feed().orElseThrow().end();
        bench.events().createIndex(Indexes.ascending("event", "events.event", "void"), new IndexOptions().unique(true));
        bad(bench).times(ALWAYS).refuse(VALIDATION);
        for (int i = 0; i < 3; i++) {
            assertThrows(ServerRefusedException.class, () -> append(storage, CART, bad()));
            append(storage, THIRD, good());
        }
        Bench.await(
                () -> {
                    try {
                        reader.feed().orElseThrow().end();
                        return false;
                    } catch (SlotBlockedException blocked) {
                        return blocked.code() == DUPLICATE && blocked.slot() == 6;
                    }
                },
                () -> "the second void is blocked");
        bench.events().dropIndex("event_1_events.event_1_void_1");
        awaitFeed(reader, 6);
        bench.requireContiguous();
    }

    private static void refusedLeftover(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        Fault written = refusedVoids(bench, "insert");
        Fault replaced = refusedVoids(bench, "update");
        bad(bench).refuse(VALIDATION);
        SerializedCommit commit = Commits.of(
                Commits.add(OTHER, ExpectedVersion.any(), 1), Commits.add(CART, ExpectedVersion.any(), bad()));
        ServerRefusedException refused = assertThrows(
                ServerRefusedException.class, () -> storage.streams().append(commit));
        assertEquals(VALIDATION, refused.code());
        long slot = bench.log().get(1).getLong("_id") + 1;
        for (MongoStorage any : List.of(storage, bench.open())) {
            bench.append(any, CART, 1);
            bench.append(any, THIRD, 1);
            SlotBlockedException blocked = assertThrows(SlotBlockedException.class, () -> bench.append(any, OTHER, 1));
            assertEquals(slot, blocked.slot());
        }
        written.cancel();
        assertThrows(SlotBlockedException.class, () -> bench.append(storage, OTHER, 1));
        replaced.cancel();
        assertEquals(1, bench.append(storage, OTHER, 1).version().value());
        assertEquals(6, bench.feed().size());
        bench.requireContiguous();
    }

    private static void refusedTail(Bench bench) throws InterruptedException {
        MongoStorage storage = Batches.reserving(bench);
        Fault voids = refusedVoids(bench, "insert");
        HoldingFault insert = bench.nextInsert().hold();
        Call<AppendResult> first = Call.heldBy(insert, () -> bench.append(storage, CART, 1));
        Call<AppendResult> second = Call.waiting(() -> bench.append(storage, OTHER, 1));
        insert.release();
        assertEquals(3, first.result().version().value());
        assertEquals(2, second.result().version().value());
        assertEquals(1, bench.append(storage, THIRD, 1).version().value());
        assertTrue(voids.fired() > 0);
        voids.cancel();
        awaitFeed(bench.open(), 6);
        bench.requireContiguous();
    }

    /** Of two appends whose answer is lost, one is not there, and cannot be fenced. */
    private static void lostAnswer(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        HoldingFault held = bench.nextInsert().hold();
        Call<AppendResult> leads = Call.heldBy(held, () -> bench.append(storage, CART, 1));
        Call<AppendResult> there = Call.waiting(() -> bench.append(storage, List.of(CART, OTHER)));
        Call<AppendResult> missing = Call.waiting(() -> bench.append(storage, List.of(CART, THIRD)));
        Fault voids = refusedVoids(bench, "insert");
        bench.nextInsert().stopAfter(2);
        held.release();
        leads.result();
        assertEquals(Version.FIRST, there.result().version(OTHER));
        OutcomeUnknownException unknown = assertInstanceOf(OutcomeUnknownException.class, missing.failure());
        assertInstanceOf(SlotBlockedException.class, unknown.getCause());
        assertEquals(1, bench.append(storage, FOURTH, 1).version().value());
        voids.cancel();
        assertEquals(4, bench.append(storage, CART, 1).version().value());
        awaitFeed(bench.open(), 6);
        bench.requireContiguous();
    }

    private static void oddStream(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        bench.append(storage, OTHER, 1);
        bench.events().updateOne(Filters.eq("stream", "cart/2"), new Document("$set", new Document("version", "one")));
        MongoStorage fresh = bench.open();
        for (boolean oddLeads : List.of(true, false)) {
            HoldingFault first = bench.nextInsert().hold();
            Call<AppendResult> holds = Call.heldBy(first, () -> bench.append(fresh, THIRD, 1));
            HoldingFault second = bench.nextInsert().hold();
            Call<AppendResult> alsoHolds = Call.heldBy(second, () -> bench.append(fresh, FOURTH, 1));
            StreamId leading = oddLeads ? OTHER : CART;
            Call<AppendResult> leads = Call.waiting(() -> bench.append(fresh, leading, 1));
            Call<AppendResult> follows = Call.waiting(() -> bench.append(fresh, oddLeads ? CART : OTHER, 1));
            first.release();
            second.release();
            holds.result();
            alsoHolds.result();
            Throwable failure = (oddLeads ? leads : follows).failure();
            assertTrue(failure.getClass().getName().startsWith("org.synapse4j."), failure::toString);
            assertFalse(failure instanceof OutcomeUnknownException, failure::toString);
            assertEquals(
                    oddLeads ? 2 : 3,
                    (oddLeads ? follows : leads).result().version().value());
        }
    }

    private static void oddMatch(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        bench.append(storage, OTHER, 1);
        bench.feed();
        bench.events().updateOne(Filters.eq("stream", "cart/2"), new Document("$set", new Document("version", "one")));
        assertThrows(
                OddDocumentException.class,
                () -> bench.appendUnless(
                        storage,
                        THIRD,
                        EventQuery.category("cart")
                                .and(EventQuery.types("Never"))
                                .or(EventQuery.streams(OTHER))));
        bench.append(storage, List.of(CART, FOURTH));
        bench.append(storage, THIRD, 1);
    }

    private static Fault refusedVoids(Bench bench, String command) {
        return bench.faults()
                .next(command)
                .on(bench.events().getNamespace().getCollectionName())
                .writing(document -> document.containsKey("void"))
                .times(ALWAYS)
                .refuse(2);
    }

    private static void uniqueNumber(Bench bench) {
        for (String path : List.of("payload.n", "events.payload.n")) {
            bench.events()
                    .createIndex(
                            Indexes.ascending(path),
                            new IndexOptions().unique(true).sparse(true));
        }
    }

    private static Trigger bad(Bench bench) {
        return bench.nextInsert().writing(Refusals::holdsBad);
    }

    private static boolean holdsBad(Map<String, Object> document) {
        return BAD.equals(document.get("type"))
                || (document.get("events") instanceof List<?> events
                        && events.stream()
                                .anyMatch(
                                        event -> event instanceof Map<?, ?> fields && BAD.equals(fields.get("type"))));
    }

    private static NewSerializedEvent good() {
        return Sample.event("Good");
    }

    private static NewSerializedEvent bad() {
        return Sample.event(BAD);
    }

    private static AppendResult append(MongoStorage storage, StreamId stream, NewSerializedEvent... events) {
        return storage.streams().append(Commits.of(Commits.add(stream, ExpectedVersion.any(), events)));
    }
}
