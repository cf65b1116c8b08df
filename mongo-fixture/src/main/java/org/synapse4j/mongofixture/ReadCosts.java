package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.api.spi.StreamDeletion;
import org.synapse4j.api.spi.StreamListing;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongofixture.ProfiledServer.Profile;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Subject;

/** The costs of reads on a real server: how often they ask it, and what it walks over for them. */
public final class ReadCosts {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final EventQuery CARTS = EventQuery.category("cart");

    private static final int TRUNCATED = Integer.getInteger("synapse4j.truncated", 6_000);
    private static final int TURNS = 6;

    private ReadCosts() {}

    /** One test a promise. Where there is no real server, they are aborted. */
    public static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                DynamicTest.dynamicTest("A listing asks once for a thousand streams", () -> listing(factory)),
                DynamicTest.dynamicTest("A count asks once for a thousand streams", () -> count(factory)),
                DynamicTest.dynamicTest(
                        "A part of a large commit is read without the rest of it", () -> largeCommit(factory)),
                DynamicTest.dynamicTest(
                        "A stream of which all but the end was truncated is read, and truncated, without what is gone",
                        () -> truncated(factory)),
                DynamicTest.dynamicTest("The feed is asked for no more than the limit", () -> feedLimit(factory)),
                DynamicTest.dynamicTest(
                        "The feed by category and type looks at no more than lies behind its position",
                        () -> feedByCategory(factory)));
    }

    /** Most of the streams end in the middle of a commit, which the document there does not show to be committed. */
    private static void listing(StorageFactory factory) {
        try (ProfiledServer server = new ProfiledServer(factory)) {
            fill(server);
            StreamListing listing = server.storage().listing().orElseThrow();
            Profile profile = server.profile(() -> {
                List<StreamHead> listed = Subject.drain(listing.list());
                assertEquals(
                        6_003,
                        listed.stream().map(StreamHead::stream).distinct().count());
                assertEquals(6_003, listed.size());
                for (StreamHead head : listed) {
                    boolean isLong = head.stream().category().equals("long");
                    assertEquals(Version.of(isLong ? 2_000 : 1), head.version(), () -> head.toString());
                }
            });
            profile.assertAskedAtMost(6);
            profile.assertKeysAtMost(5 * 6_003);
            assertTrue(profile.plans().contains("DISTINCT_SCAN"), profile::toString);
        }
    }

    private static void count(StorageFactory factory) {
        try (ProfiledServer server = new ProfiledServer(factory)) {
            fill(server);
            StreamListing listing = server.storage().listing().orElseThrow();
            server.profile(() -> assertEquals(6_000, listing.count("cart"))).assertAskedAtMost(6);
            server.profile(() -> assertEquals(3, listing.count("long"))).assertAskedAtMost(2);
        }
    }

    private static void largeCommit(StorageFactory factory) {
        try (ProfiledServer server = new ProfiledServer(factory)) {
            server.append(Commits.add(CART, ExpectedVersion.any(), 10_000));
            StreamRead all = StreamRead.of(CART);
            assertAsksAtMost(3, server, 1, all.limit(1));
            assertAsksAtMost(3, server, 1, all.backwards().limit(1));
            assertAsksAtMost(3, server, 2, all.from(Version.of(5_000)).upTo(Version.of(5_001)));
            assertAsksAtMost(
                    3, server, 1, all.upTo(Version.of(5_000)).backwards().limit(1));
            assertAsksAtMost(13, server, 10_000, all);
            assertAsksAtMost(13, server, 10_000, all.backwards());
        }
    }

    /** Each event is a document of its own, in either layout. */
    private static void truncated(StorageFactory factory) {
        try (ProfiledServer server = new ProfiledServer(factory)) {
            StreamId[] turns = Collections.nCopies(TRUNCATED / TURNS, List.of(CART, StreamId.of("other", "1"))).stream()
                    .flatMap(List::stream)
                    .toArray(StreamId[]::new);
            for (int i = 0; i < TURNS; i++) {
                server.storage().streams().append(Commits.alternating(turns));
            }
            for (int i = 0; i < 11; i++) {
                server.append(Commits.add(CART, ExpectedVersion.any(), 1));
            }
            StreamDeletion deletion = server.storage().deletion().orElseThrow();
            deletion.truncate(CART, Version.of(TRUNCATED - 100));
            Profile again = server.profile(() -> deletion.truncate(CART, Version.of(TRUNCATED + 1)));
            again.assertAskedAtMost(3);
            again.assertKeysAtMost(200);
            for (StreamRead read : List.of(
                    StreamRead.of(CART),
                    StreamRead.of(CART).backwards(),
                    StreamRead.of(CART).limit(11))) {
                try (MongoStorage fresh = server.open()) {
                    Profile profile = server.profile(() -> assertEquals(
                            11, Subject.drain(fresh.streams().read(read)).size()));
                    profile.assertAskedAtMost(2);
                    profile.assertKeysAtMost(1_000);
                }
            }
        }
    }

    /** By a storage that remembers nothing of the stream. */
    private static void assertAsksAtMost(int requests, ProfiledServer server, int events, StreamRead read) {
        try (MongoStorage fresh = server.open()) {
            server.profile(() -> assertEquals(
                            events, Subject.drain(fresh.streams().read(read)).size()))
                    .assertAskedAtMost(requests);
        }
    }

    private static void feedLimit(StorageFactory factory) {
        try (ProfiledServer server = new ProfiledServer(factory)) {
            for (int i = 0; i < 50; i++) {
                server.append(Commits.add(CART, ExpectedVersion.any(), 1));
            }
            FeedStorage unsettled = server.storage().feed().orElseThrow();
            assertReturnsAtMost(5, server, unsettled, FeedRead.forwards().limit(5));
            assertEquals(50, Subject.drain(unsettled.read(FeedRead.forwards())).size());
            assertReturnsAtMost(5, server, unsettled, FeedRead.forwards().limit(5));
            assertReturnsAtMost(5, server, unsettled, FeedRead.backwards().limit(5));
            assertReturnsAtMost(
                    5, server, unsettled, FeedRead.forwards().matching(CARTS).limit(5));
            assertReturnsAtMost(
                    5, server, unsettled, FeedRead.backwards().matching(CARTS).limit(5));
        }
    }

    private static void assertReturnsAtMost(int most, ProfiledServer server, FeedStorage feed, FeedRead read) {
        Profile profile = server.profile(
                () -> assertEquals(most, Subject.drain(feed.read(read)).size()));
        assertTrue(profile.sum("nreturned") <= most, profile::toString);
    }

    /** A query by a rare category is one that the planner answers by the index on streams, and keeps that plan for all categories. */
    private static void feedByCategory(StorageFactory factory) {
        try (ProfiledServer server = new ProfiledServer(factory)) {
            server.append(Commits.add(StreamId.of("rare", "1"), ExpectedVersion.any(), 1));
            for (int i = 0; i < 400; i++) {
                server.append(Commits.add(CART, ExpectedVersion.any(), 1));
            }
            FeedStorage feed = server.storage().feed().orElseThrow();
            List<StoredSerializedEvent> all = Subject.drain(feed.read(FeedRead.forwards()));
            for (int i = 0; i < 4; i++) {
                assertEquals(
                        1,
                        Subject.drain(feed.read(FeedRead.forwards().matching(EventQuery.category("rare"))))
                                .size());
            }
            Position near = all.get(all.size() - 11).position();
            for (EventQuery query : List.of(CARTS, EventQuery.types("Added"), EventQuery.streams(CART))) {
                for (FeedRead read : List.of(FeedRead.forwards(), FeedRead.backwards())) {
                    Profile profile = server.profile(
                            () -> Subject.drain(feed.read(read.after(near).matching(query))));
                    assertTrue(profile.sum("docsExamined") <= 13, profile::toString);
                    assertTrue(profile.sum("keysExamined") <= 13, profile::toString);
                    assertFalse(profile.sorts(), profile::toString);
                }
            }
        }
    }

    /** 6,000 streams of an event each, a hundred in a commit, and three long ones. */
    private static void fill(ProfiledServer server) {
        for (int i = 0; i < 3; i++) {
            for (int commit = 0; commit < 4; commit++) {
                server.append(Commits.add(StreamId.of("long", "" + i), ExpectedVersion.any(), 500));
            }
        }
        for (int commit = 0; commit < 60; commit++) {
            int first = commit * 100;
            server.append(IntStream.range(first, first + 100)
                    .mapToObj(i -> Commits.add(StreamId.of("cart", "" + i), ExpectedVersion.any(), 1))
                    .toArray(Part[]::new));
        }
    }
}
