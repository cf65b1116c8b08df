package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.OTHER;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.spi.StreamDeletion;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.EmbeddedMongo;
import org.synapse4j.mongoembedded.Fault;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Commits;

/**
 * No call takes longer than its deadline and a second, whatever the server does: it falls silent before each of the commands that a call
 * sends, or executes it and is silent then; or each of its answers comes late.
 */
final class Deadlines {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration LIMIT = DEADLINE.plusSeconds(1);

    /** Late enough that a call of a few commands cannot be answered in time, and early enough that each of its commands is. */
    private static final Duration LATE = DEADLINE.multipliedBy(4).dividedBy(10);

    /** They wait, mostly. */
    private static final int AT_ONCE = 12;

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final StorageFactory factory;
    private final EmbeddedMongo server;

    private Deadlines(StorageFactory factory, EmbeddedMongo server) {
        this.factory = factory;
        this.server = server;
    }

    /** What is measured: a call, and what happened before. */
    enum Scenario {
        REFUSED("An append that is refused, since its stream has moved") {
            @Override
            void call(MongoStorage storage) {
                storage.streams().append(Commits.of(Commits.add(CART, ExpectedVersion.exactly(1), 1)));
            }
        },
        MOVED("A commit to two streams that have moved") {
            @Override
            void call(MongoStorage storage) {
                storage.streams()
                        .append(Commits.of(
                                Commits.add(CART, ExpectedVersion.any(), 1),
                                Commits.add(OTHER, ExpectedVersion.any(), 1)));
            }
        },
        CONDITIONAL("A conditional append above the slot of a dead writer") {
            @Override
            void before(EmbeddedMongo server, String database) {
                try (MongoClient client = MongoClients.create(server.connectionString())) {
                    client.getDatabase(database).getCollection("synapse_events").insertOne(Bench.voidIn(6));
                }
            }

            @Override
            void call(MongoStorage storage) {
                storage.streams()
                        .append(Commits.of(Commits.add(CART, ExpectedVersion.any(), 1))
                                .when(AppendCondition.unlessAny(EventQuery.tagged("seat:1"))));
            }
        },
        NOTHING("An append of nothing") {
            @Override
            void call(MongoStorage storage) {
                storage.streams().append(Commits.of(Commits.add(CART, ExpectedVersion.streamExists(), 0)));
            }
        },
        FIND("A look for a commit") {
            @Override
            void call(MongoStorage storage) {
                storage.streams().find(CommitId.fresh());
            }
        },
        READ("A step of a read of a stream") {
            @Override
            void call(MongoStorage storage) {
                step(storage.streams().read(StreamRead.of(CART).backwards()));
            }
        },
        FEED("A step of a read of the feed") {
            @Override
            void call(MongoStorage storage) {
                step(storage.feed().orElseThrow().read(FeedRead.forwards()));
            }
        },
        END("The end of the feed") {
            @Override
            void call(MongoStorage storage) {
                storage.feed().orElseThrow().end();
            }
        },
        LIST("A step of a listing") {
            @Override
            void call(MongoStorage storage) {
                step(storage.listing().orElseThrow().list());
            }
        },
        TRUNCATE("A truncation") {
            @Override
            void call(MongoStorage storage) {
                storage.deletion().orElseThrow().truncate(CART, Version.of(2));
            }
        },
        DELETE("A deletion") {
            @Override
            void call(MongoStorage storage) {
                storage.deletion().orElseThrow().delete(CART);
            }
        };

        private final String title;

        Scenario(String title) {
            this.title = title;
        }

        void before(EmbeddedMongo server, String database) {}

        abstract void call(MongoStorage storage);

        private static boolean step(Cursor<?> cursor) {
            try (cursor) {
                return cursor.hasNext();
            }
        }
    }

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.concat(
                Stream.of(Bench.test(
                        "A deletion that takes longer than its deadline goes on when called again",
                        factory,
                        Deadlines::goesOn)),
                scenarios(factory));
    }

    /** The stream has more documents than are removed at a time. */
    private static void goesOn(Bench bench) {
        StreamId[] inTurn = new StreamId[2_400];
        Arrays.setAll(inTurn, i -> i % 2 == 0 ? CART : OTHER);
        bench.open().streams().append(Commits.alternating(inTurn));
        StreamDeletion deletion =
                bench.openWithin(Duration.ofSeconds(6)).deletion().orElseThrow();
        Fault slow = bench.faults().nth(2, "update").delay(Duration.ofSeconds(7));
        StorageUnavailableException over = assertThrows(StorageUnavailableException.class, () -> deletion.delete(CART));
        assertTrue(String.valueOf(over.getMessage()).contains("call it again"), over::getMessage);
        slow.cancel();
        assertTrue(deleted(bench) >= 500, () -> deleted(bench) + " are gone by then");
        bench.open().deletion().orElseThrow().delete(CART);
        assertEquals(1_200, deleted(bench));
    }

    private static long deleted(Bench bench) {
        return bench.events().countDocuments(Filters.eq("tombstone", "deleted"));
    }

    private static Stream<DynamicTest> scenarios(StorageFactory factory) {
        return Stream.of(Scenario.values())
                .map(scenario -> DynamicTest.dynamicTest(scenario.title + " keeps the deadline", () -> {
                    try (EmbeddedMongo server = EmbeddedMongo.start()) {
                        new Deadlines(factory, server).keeps(scenario);
                    }
                }));
    }

    /** Makes a call, which takes no longer than this. */
    static void within(Duration limit, Runnable call) {
        long begun = System.nanoTime();
        call.run();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(took.compareTo(limit) <= 0, () -> "it took " + took + ", not " + limit);
    }

    private void keeps(Scenario scenario) {
        int commands = run(scenario, (link, command) -> {});
        assertTrue(commands > 0, "commands of the call");
        List<Supplier<Integer>> runs = new ArrayList<>();
        runs.add(() -> run(scenario, (link, command) -> link.delay(LATE)));
        for (int k : IntStream.rangeClosed(1, commands).toArray()) {
            runs.add(() -> run(scenario, (link, command) -> {
                if (command == k) {
                    link.fallSilent();
                }
            }));
            runs.add(() -> run(scenario, (link, command) -> {
                if (command == k) {
                    link.loseAnswers();
                }
            }));
        }
        for (int from = 0; from < runs.size(); from += AT_ONCE) {
            runs.subList(from, Math.min(from + AT_ONCE, runs.size())).stream()
                    .map(Call::of)
                    .toList()
                    .forEach(Call::result);
        }
    }

    /** The fault of the line before a command is sent. */
    private interface Mishap {
        void at(Link link, int command);
    }

    /** Makes the call in a database of its own; how many commands it sent. */
    private int run(Scenario scenario, Mishap mishap) {
        String database = "d" + DATABASES.incrementAndGet();
        MongoOptions options = MongoOptions.defaults().withDeadline(DEADLINE).withGrace(Duration.ofMillis(300));
        AtomicInteger commands = new AtomicInteger(Integer.MIN_VALUE);
        try (Link link = Link.to(server.connectionString());
                MongoClient client = client(link, started -> {
                    int command = commands.incrementAndGet();
                    if (command > 0) {
                        mishap.at(link, command);
                    }
                });
                MongoClient other = MongoClients.create(server.connectionString())) {
            MongoStorage another = factory.on(other, database, MongoOptions.defaults());
            another.ensureIndexes();
            MongoStorage storage = factory.on(client, database, options);
            for (MongoStorage each : List.of(storage, another)) {
                each.streams().append(Commits.of(Commits.add(CART, ExpectedVersion.any(), 1)));
                each.streams().append(Commits.of(Commits.add(OTHER, ExpectedVersion.any(), 1)));
            }
            scenario.before(server, database);
            commands.set(0);
            try {
                within(LIMIT, () -> callIn(scenario, storage));
                return commands.get();
            } finally {
                // Its client would say farewell to a server that is silent.
                link.hangUp();
            }
        }
    }

    private static void callIn(Scenario scenario, MongoStorage storage) {
        try {
            scenario.call(storage);
        } catch (SynapseException told) {
            // Whatever it is, it came in time.
        }
    }

    private static MongoClient client(Link link, Consumer<CommandStartedEvent> listener) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString("mongodb://" + link.address() + "/?directConnection=true"))
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        listener.accept(event);
                    }
                })
                .build());
    }
}
