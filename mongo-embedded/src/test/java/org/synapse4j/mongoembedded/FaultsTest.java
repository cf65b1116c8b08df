package org.synapse4j.mongoembedded;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.ConnectionString;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.BsonValue;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final EmbeddedMongo server = EmbeddedMongo.start();
    private final MongoClient client = MongoClients.create(MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(server.connectionString()))
            // Else the driver waits half a second before it looks again at a server that has failed.
            .applyToServerSettings(monitor -> monitor.minHeartbeatFrequency(1, TimeUnit.MILLISECONDS))
            .build());
    private final MongoCollection<Document> events = client.getDatabase("test").getCollection("events");
    private final MongoCollection<Document> others = client.getDatabase("test").getCollection("others");
    private final Faults faults = server.faults();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aDropBeforeLeavesNothing() {
        Fault fault = faults.next("insert").dropBefore();
        assertThrows(MongoSocketException.class, () -> events.insertOne(Mended.id(1)));
        assertEquals(0, events.countDocuments());
        assertEquals(1, fault.fired());
        events.insertOne(Mended.id(1));
        assertEquals(1, fault.fired());
    }

    @Test
    void aDropAfterLosesTheAnswerOnly() {
        Fault fault = faults.next("insert").dropAfter();
        assertThrows(MongoSocketException.class, () -> events.insertOne(Mended.id(1)));
        assertEquals(1, events.countDocuments());
        assertEquals(1, fault.fired());
    }

    @Test
    void aRefusedDocumentStopsAnOrderedInsert() {
        Fault fault = faults.next("insert")
                .writing(document -> document.containsValue(2))
                .refuse(121);
        events.insertMany(List.of(Mended.id(7), Mended.id(8)));
        assertEquals(0, fault.fired(), "of an insert without such a document");
        MongoBulkWriteException refused = assertThrows(
                MongoBulkWriteException.class,
                () -> events.insertMany(List.of(Mended.id(1), Mended.id(2), Mended.id(3))));
        assertEquals(1, refused.getWriteErrors().size());
        assertEquals(121, refused.getWriteErrors().get(0).getCode());
        assertEquals(1, refused.getWriteErrors().get(0).getIndex());
        assertEquals(List.of(1, 7, 8), ids());
        assertEquals(1, fault.fired());
        events.insertOne(Mended.id(2));
    }

    @Test
    void aRefusedDocumentLeavesTheOthersOfAnUnorderedInsert() {
        events.insertOne(Mended.id(4));
        faults.next("insert").writing(document -> document.containsValue(2)).refuse(121);
        MongoBulkWriteException refused = assertThrows(
                MongoBulkWriteException.class,
                () -> events.insertMany(
                        List.of(Mended.id(1), Mended.id(2), Mended.id(3), Mended.id(4)),
                        new InsertManyOptions().ordered(false)));
        assertEquals(
                List.of("1: 121", "3: 11000"),
                refused.getWriteErrors().stream()
                        .map(error -> error.getIndex() + ": " + error.getCode())
                        .toList());
        assertEquals(List.of(1, 3, 4), ids());
    }

    @Test
    void aReplacementIsRefusedLikeAnInsert() {
        events.insertMany(List.of(Mended.id(1), Mended.id(2)));
        Fault fault = faults.next("update")
                .writing(document -> document.containsKey("void"))
                .times(2)
                .refuse(121);
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    121,
                    assertThrows(
                                    MongoWriteException.class,
                                    () -> events.replaceOne(
                                            Mended.id(1), Mended.id(1).append("void", true)))
                            .getCode());
        }
        assertEquals(2, fault.fired());
        assertEquals(
                1,
                events.replaceOne(Mended.id(1), Mended.id(1).append("void", true))
                        .getModifiedCount());
    }

    private List<Integer> ids() {
        return events.find()
                .sort(Sorts.ascending("_id"))
                .map(document -> document.getInteger("_id"))
                .into(new ArrayList<>());
    }

    @Test
    void theKthCommandIsCountedFromNow() {
        events.insertOne(Mended.id(0));
        Fault third = faults.nth(3, "insert").dropBefore();
        events.insertOne(Mended.id(1));
        events.find().first();
        events.insertOne(Mended.id(2));
        assertEquals(0, third.fired());
        assertThrows(MongoSocketException.class, () -> events.insertOne(Mended.id(3)));
        assertEquals(1, third.fired());
    }

    @Test
    void commandsOfAnyNameAreCounted() {
        Fault second = faults.nth(2).fail(13);
        events.insertOne(Mended.id(1));
        assertEquals(
                13, assertThrows(MongoException.class, events::countDocuments).getCode());
        assertEquals(1, second.fired());
    }

    @Test
    void aFaultMayBeForOneCollectionAndForSeveralCommands() {
        Fault fault = faults.next("insert").on("events").times(2).fail(11600);
        others.insertOne(Mended.id(1));
        assertThrows(MongoException.class, () -> events.insertOne(Mended.id(1)));
        assertThrows(MongoException.class, () -> events.insertOne(Mended.id(1)));
        events.insertOne(Mended.id(1));
        assertEquals(2, fault.fired());
    }

    @Test
    void anEmptyNameIsAnyCollection() {
        Fault fault = faults.next("insert").on("events").on("").dropBefore();
        assertThrows(MongoSocketException.class, () -> others.insertOne(Mended.id(1)));
        assertEquals(1, fault.fired());
    }

    @Test
    void aFailureCarriesItsCodeAndNothingIsExecuted() {
        for (int code : new int[] {10107, 11600, 91, 189}) {
            faults.next("findAndModify").fail(code);
            MongoException failure = assertThrows(
                    MongoException.class, () -> events.findOneAndUpdate(Mended.id(1), Updates.set("a", 1)));
            assertEquals(code, failure.getCode());
            assertEquals(code == 10107, failure instanceof MongoNotPrimaryException);
        }
        assertEquals(0, events.countDocuments());
    }

    @Test
    void aFailureCarriesItsLabels() {
        faults.next("insert").fail(121, "One", "Another");
        MongoException failure = assertThrows(MongoException.class, () -> events.insertOne(Mended.id(1)));
        assertEquals(Set.of("One", "Another"), failure.getErrorLabels());
    }

    @Test
    void aWriteConcernErrorComesAfterTheWrite() {
        Fault fault = faults.next("insert").writeConcernError(64);
        MongoBulkWriteException failure = assertThrows(
                MongoBulkWriteException.class, () -> events.insertMany(List.of(Mended.id(1), Mended.id(2))));
        assertEquals(64, assertDoesNotThrow(failure::getWriteConcernError).getCode());
        assertEquals(2, failure.getWriteResult().getInsertedCount());
        assertEquals(2, events.countDocuments());
        assertEquals(1, fault.fired());
    }

    @Test
    void anInsertStopsBetweenItsDocuments() {
        Fault fault = faults.next("insert").stopAfter(2);
        assertThrows(
                MongoSocketException.class, () -> events.insertMany(List.of(Mended.id(1), Mended.id(2), Mended.id(3))));
        assertEquals(2, events.countDocuments());
        assertEquals(0, events.countDocuments(Mended.id(3)));
        assertEquals(1, fault.fired());
        assertEquals(3, server.commands().seen().get(0).statements());
    }

    @Test
    void anInsertFailsAsAWholeAfterItsFirstDocument() {
        Fault fault = faults.next("insert").failAfterFirst(10334);
        MongoCommandException failure = assertThrows(
                MongoCommandException.class,
                () -> events.insertMany(List.of(Mended.id(1), Mended.id(2), Mended.id(3))));
        assertEquals(10334, failure.getErrorCode());
        assertEquals(1, events.countDocuments());
        assertEquals(1, events.countDocuments(Mended.id(1)));
        assertEquals(1, fault.fired());
    }

    @Test
    void anInsertPausesBetweenItsDocuments() throws Exception {
        HoldingFault paused = faults.next("insert").pauseAfter(2);
        CompletableFuture<Integer> writer =
                CompletableFuture.supplyAsync(() -> insertFour().size());
        assertTrue(paused.awaitFired(1, LONG));
        assertEquals(2, events.countDocuments());
        assertFalse(writer.isDone());
        paused.release();
        assertEquals(4, writer.get(30, TimeUnit.SECONDS));
        assertEquals(4, events.countDocuments());
        assertEquals(1, paused.fired());
        assertEquals(1, server.commands().count("insert"));
    }

    @Test
    void anInsertThatPausedStopsAtAnError() throws Exception {
        HoldingFault paused = faults.next("insert").pauseAfter(1);
        CompletableFuture<Integer> writer =
                CompletableFuture.supplyAsync(() -> insertFour().size());
        assertTrue(paused.awaitFired(1, LONG));
        events.insertOne(Mended.id(3));
        paused.release();
        Exception failure = assertThrows(Exception.class, () -> writer.get(30, TimeUnit.SECONDS));
        MongoBulkWriteException stopped = assertInstanceOf(MongoBulkWriteException.class, failure.getCause());
        assertEquals(2, stopped.getWriteErrors().get(0).getIndex());
        assertEquals(2, stopped.getWriteResult().getInsertedCount());
        assertEquals(3, events.countDocuments());
    }

    @Test
    void aCommandOfFewerStatementsPausesAtItsEnd() throws Exception {
        HoldingFault paused = faults.next("insert").pauseAfter(2);
        CompletableFuture<Void> writer = insertMetBy(paused, Mended.id(1));
        assertEquals(1, events.countDocuments());
        assertFalse(writer.isDone());
        paused.release();
        writer.get(30, TimeUnit.SECONDS);
    }

    private Map<Integer, BsonValue> insertFour() {
        return events.insertMany(List.of(Mended.id(1), Mended.id(2), Mended.id(3), Mended.id(4)))
                .getInsertedIds();
    }

    @Test
    void aHeldCommandIsExecutedWhenItIsReleased() throws Exception {
        HoldingFault held = faults.next("insert").hold();
        CompletableFuture<Void> writer = insertMetBy(held, Mended.id(1));
        assertEquals(0, events.countDocuments());
        assertFalse(writer.isDone());
        held.release();
        writer.get(30, TimeUnit.SECONDS);
        assertEquals(1, events.countDocuments());
    }

    @Test
    void aHeldCommandIsNotExecutedIfTheServerIsKilledMeanwhile() throws Exception {
        HoldingFault held = faults.next("insert").hold();
        CompletableFuture<Void> writer = insertMetBy(held, Mended.id(1));
        server.kill();
        held.release();
        Exception failure = assertThrows(Exception.class, () -> writer.get(30, TimeUnit.SECONDS));
        assertInstanceOf(MongoSocketException.class, failure.getCause());
        server.restart();
        assertEquals(0, events.countDocuments());
    }

    @Test
    void aLateDeliveryIsExecutedWhenTheTestSaysSo() {
        HoldingFault late = faults.next("insert").deliverLate();
        assertThrows(MongoSocketException.class, () -> events.insertMany(List.of(Mended.id(1), Mended.id(2))));
        assertEquals(0, events.countDocuments());
        events.insertOne(Mended.id(2).append("other", true));
        late.release();
        assertEquals(2, events.countDocuments());
        assertEquals(1, events.countDocuments(new Document("other", true)));
    }

    @Test
    void aLateDeliveryWaitsForAServerThatIsUp() {
        HoldingFault late = faults.next("insert").deliverLate();
        assertThrows(MongoSocketException.class, () -> events.insertOne(Mended.id(1)));
        server.kill();
        assertThrows(IllegalStateException.class, late::release);
        server.restart();
        late.release();
        assertEquals(1, events.countDocuments());
    }

    @Test
    void aDelayDelays() {
        Fault fault = faults.next("find").delay(Duration.ofMillis(50));
        long start = System.nanoTime();
        events.find().first();
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(50).toNanos());
        assertEquals(1, fault.fired());
    }

    @Test
    void faultsComposeAndWaitForOneAnother() throws Exception {
        HoldingFault held = faults.next("insert").hold();
        Fault first = faults.next("insert").fail(91);
        Fault second = faults.next("insert").fail(189);
        Fault lost = faults.next("insert").dropAfter();
        Fault stopped = faults.next("insert").stopAfter(1);
        CompletableFuture<Void> writer = insertMetBy(held, Mended.id(1));
        assertEquals(0, first.fired());
        held.release();
        assertThrows(Exception.class, () -> writer.get(30, TimeUnit.SECONDS));
        assertEquals(1, first.fired());
        assertEquals(0, second.fired());
        assertEquals(
                189,
                assertThrows(MongoException.class, () -> events.insertOne(Mended.id(1)))
                        .getCode());
        assertEquals(0, lost.fired());
        assertThrows(MongoSocketException.class, () -> events.insertMany(List.of(Mended.id(1), Mended.id(2))));
        assertEquals(List.of(1, 1), List.of(lost.fired(), stopped.fired()));
        assertEquals(1, events.countDocuments());
        events.insertOne(Mended.id(2));
    }

    @Test
    void aCancelledFaultDoesNotHappen() {
        Fault fault = faults.next("insert").dropBefore();
        fault.cancel();
        faults.next("insert").dropBefore();
        faults.clear();
        events.insertOne(Mended.id(1));
        assertEquals(0, fault.fired());
    }

    @Test
    void clearingLetsGoWhatIsHeld() throws Exception {
        HoldingFault held = faults.next("insert").hold();
        CompletableFuture<Void> writer = insertMetBy(held, Mended.id(1));
        faults.clear();
        writer.get(30, TimeUnit.SECONDS);
        assertEquals(1, events.countDocuments());
    }

    @Test
    void aLateDeliveryThatIsCancelledNeverComes() {
        HoldingFault late = faults.next("insert").deliverLate();
        assertThrows(MongoSocketException.class, () -> events.insertOne(Mended.id(1)));
        faults.clear();
        late.release();
        assertEquals(0, events.countDocuments());
        assertEquals(1, late.fired());
    }

    @Test
    void aFaultThatIsCancelledWhileItsCommandIsHeldDoesNotHappen() throws Exception {
        for (Function<Trigger, Fault> kind : List.<Function<Trigger, Fault>>of(
                Trigger::deliverLate,
                Trigger::dropBefore,
                Trigger::dropAfter,
                trigger -> trigger.fail(91),
                trigger -> trigger.stopAfter(0),
                trigger -> trigger.pauseAfter(0),
                trigger -> trigger.failAfterFirst(10334),
                trigger -> trigger.writeConcernError(64))) {
            HoldingFault held = faults.next("insert").hold();
            Fault cancelled = kind.apply(faults.next("insert"));
            CompletableFuture<Void> writer = insertMetBy(held, new Document());
            cancelled.cancel();
            held.release();
            writer.get(30, TimeUnit.SECONDS);
            assertEquals(0, cancelled.fired());
        }
        assertEquals(8, events.countDocuments());
    }

    @Test
    void clearingCancelsWhatIsDueAtACommandThatIsHeld() throws Exception {
        HoldingFault held = faults.next("insert").hold();
        Fault drop = faults.next("insert").dropAfter();
        CompletableFuture<Void> writer = insertMetBy(held, Mended.id(1));
        faults.clear();
        writer.get(30, TimeUnit.SECONDS);
        assertEquals(0, drop.fired());
        assertEquals(1, events.countDocuments());
    }

    @Test
    void clearingEndsADelay() throws Exception {
        Fault delay = faults.next("insert").delay(Duration.ofMinutes(10));
        CompletableFuture<Void> writer = insertMetBy(delay, Mended.id(1));
        faults.clear();
        writer.get(30, TimeUnit.SECONDS);
        assertEquals(1, events.countDocuments());
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> faults.nth(0, "insert"));
        assertThrows(IllegalArgumentException.class, () -> faults.next("insert").times(0));
        assertThrows(IllegalArgumentException.class, () -> faults.next("insert").stopAfter(-1));
        assertThrows(IllegalArgumentException.class, () -> faults.next("insert").pauseAfter(-1));
    }

    @Test
    @SuppressWarnings("NullAway") // gives nulls on purpose
    void nullIsRefusedWhereItIsGiven() {
        assertThrows(NullPointerException.class, () -> faults.next("insert").on(null));
        assertThrows(NullPointerException.class, () -> faults.next("insert").delay(null));
    }

    /** Begins to insert it, and waits until the fault has happened to that. */
    private CompletableFuture<Void> insertMetBy(Fault fault, Document document) throws InterruptedException {
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> events.insertOne(document));
        assertTrue(fault.awaitFired(1, LONG));
        return writer;
    }
}
