package org.synapse4j.mongoperevent;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.synapse4j.mongofixture.JournalWaits;
import org.synapse4j.mongofixture.LeftReads;
import org.synapse4j.mongofixture.Logins;
import org.synapse4j.mongofixture.LongStream;
import org.synapse4j.mongofixture.ManyRefusals;
import org.synapse4j.mongofixture.PremadeStores;
import org.synapse4j.mongofixture.ReadCosts;
import org.synapse4j.mongofixture.SentConcerns;
import org.synapse4j.mongofixture.StableApi;
import org.synapse4j.mongofixture.StoppedServers;
import org.synapse4j.mongofixture.TagIndex;

/** The demands of the layout on a server, and on memory. */
class PerEventServerTest {
    @Test
    @DisplayName("A stream of 100,000 events is read in a JVM with 64 MB, in both directions")
    void longStream() throws IOException, InterruptedException {
        LongStream.isReadInLittleMemory(new PerEventStorage.Provider());
    }

    @Test
    @DisplayName("Every call keeps to the Stable API")
    void stableApi() {
        StableApi.isEnough(PerEventStorage::on);
    }

    @Test
    @DisplayName("Queries by tag use an index on tags")
    void tagIndex() {
        TagIndex.isUsed(PerEventStorage::on, "tags");
    }

    @Test
    @DisplayName("A login that fails by what passes is tried again")
    void logins() throws InterruptedException {
        Logins.outlastFailures(PerEventStorage::on);
    }

    @Test
    @DisplayName("A wrong password is no outage")
    void wrongPassword() {
        Logins.refuseAWrongPassword(PerEventStorage::on);
    }

    @TestFactory
    @DisplayName("What every write and read has to ask for")
    Stream<DynamicTest> concerns() {
        return SentConcerns.of(PerEventStorage::on);
    }

    @TestFactory
    @DisplayName("What reads cost")
    Stream<DynamicTest> readCosts() {
        return ReadCosts.of(PerEventStorage::on);
    }

    @TestFactory
    @DisplayName("What was made beforehand")
    Stream<DynamicTest> premade() {
        return PremadeStores.of(PerEventStorage::on);
    }

    @TestFactory
    @DisplayName("What is not in the journal")
    Stream<DynamicTest> journal() {
        return JournalWaits.of(PerEventStorage::on);
    }

    @TestFactory
    @DisplayName("Reads that nobody closes")
    Stream<DynamicTest> leftReads() {
        return LeftReads.onServer(PerEventStorage::on);
    }

    @Test
    @DisplayName("What a server refuses of many threads hurts no other append, and leaves no hole in the feed")
    void refusals() {
        ManyRefusals.hurtNobodyElse(PerEventStorage::on);
    }

    @Test
    @DisplayName("A server of a replica set that is stopped keeps no call longer than its deadline and a second")
    void stopped() throws InterruptedException {
        StoppedServers.inAReplicaSet(new PerEventStorage.Provider(), "per-event");
    }
}
