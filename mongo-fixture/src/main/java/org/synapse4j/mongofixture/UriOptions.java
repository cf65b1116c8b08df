package org.synapse4j.mongofixture;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Storages;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.StorageProvider;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StorageUri;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.EmbeddedMongo;
import org.synapse4j.tck.kit.Commits;

/** Lines of configuration: which are taken, and how the others are refused. */
public final class UriOptions {
    private UriOptions() {}

    /** The tests of a layout's provider. */
    public static Stream<DynamicTest> of(StorageProvider provider) {
        DynamicTest opened =
                DynamicTest.dynamicTest("What a line opened makes its indexes, and is pruned", () -> indexes(provider));
        DynamicTest silent = DynamicTest.dynamicTest(
                "What a line opened is closed within the deadline, though the server is silent",
                () -> silent(provider));
        DynamicTest tags = DynamicTest.dynamicTest(
                "A line makes the index on tags, but for a store that has events already", () -> tags(provider));
        return Stream.of(
                        ours(provider),
                        drivers(provider),
                        misspelt(provider),
                        malformed(provider),
                        Stream.of(opened, silent, tags))
                .flatMap(tests -> tests);
    }

    private static void indexes(StorageProvider provider) {
        StreamId cart = StreamId.of("cart", "1");
        try (EmbeddedMongo server = EmbeddedMongo.start()) {
            String line = server.connectionString() + "/shop?indexes=require&layout="
                    + provider.layout().orElseThrow();
            try (EventStore store = EventStore.opaque().open(line)) {
                assertThrows(ConfigurationException.class, () -> store.head(cart));
                store.ensureIndexes();
                assertFalse(store.head(cart).exists());
            }
            try (StorageStrategy storage = Storages.open(line)) {
                MongoStorage mongo = assertInstanceOf(MongoStorage.class, storage);
                assertEquals(0, mongo.prune(Duration.ofDays(30)).voids());
            }
        }
    }

    private static void tags(StorageProvider provider) {
        try (EmbeddedMongo server = EmbeddedMongo.start();
                MongoClient client = MongoClients.create(server.connectionString())) {
            MongoDatabase shop = client.getDatabase("shop");
            StorageUri line = StorageUri.parse(server.connectionString() + "/shop?layout="
                    + provider.layout().orElseThrow());
            StorageUri none = StorageUri.parse(line.text() + "&tags=none&prefix=none");
            provider.open(line).close();
            assertTrue(hasTagsIndex(shop, "synapse"));
            StorageStrategy store = provider.open(none);
            assertFalse(hasTagsIndex(shop, "none"));
            store.streams().append(Commits.of(Commits.add(StreamId.of("cart", "1"), ExpectedVersion.any(), 1)));
            store.indexes().orElseThrow().ensureIndexes();
            store.close();
            assertFalse(hasTagsIndex(shop, "none"));
            try (StorageStrategy later = provider.open(StorageUri.parse(line.text() + "&prefix=none"))) {
                assertFalse(hasTagsIndex(shop, "none"), "It has an event");
                later.indexes().orElseThrow().ensureIndexes();
            }
            assertTrue(hasTagsIndex(shop, "none"));
        }
    }

    private static boolean hasTagsIndex(MongoDatabase database, String prefix) {
        return database.getCollection(prefix + "_events").listIndexes().into(new ArrayList<>()).stream()
                .anyMatch(index -> "tags".equals(index.getString("name")));
    }

    /** So is the opening of another, which fails. */
    private static void silent(StorageProvider provider) {
        try (EmbeddedMongo server = EmbeddedMongo.start();
                Link link = Link.to(server.connectionString())) {
            StorageUri line = StorageUri.parse("mongodb://" + link.address() + "/shop?deadline=2s&layout="
                    + provider.layout().orElseThrow());
            StorageStrategy storage = provider.open(line);
            storage.streams().append(Commits.of(Commits.add(StreamId.of("cart", "1"), ExpectedVersion.any(), 1)));
            link.fallSilent();
            Deadlines.within(Duration.ofSeconds(3), storage::close);
            Deadlines.within(
                    Duration.ofSeconds(3),
                    () -> assertThrows(StorageUnavailableException.class, () -> provider.open(line)));
        }
    }

    /** A line says which part of it is wrong, and shows nothing of a user or a password. */
    private static Stream<DynamicTest> malformed(StorageProvider provider) {
        return Map.ofEntries(
                        entry("mongodb://ann:hun@ter2@h/shop", "@ as %40"),
                        entry("mongodb://ann:hun/ter2@h/shop", "/ as %2F"),
                        entry("mongodb://ann:hun:ter2@h/shop", ": as %3A"),
                        entry("mongodb://ann:hun%ter2@h/shop", "% as %25"),
                        entry("mongodb://hun@ter2:x@h/shop", "@ as %40"),
                        entry("mongodb://hun@ter2@h:x/shop", "@ as %40"),
                        entry("mongodb://@h/shop", "no user"),
                        entry("mongodb://:hunter2@h/shop", "no user"),
                        entry("mongodb://ann:hunter2@h:99999/shop", "The port of host 'h'"),
                        entry("mongodb://a:1,h:x/shop", "The port of host 'h'"),
                        entry("mongodb://[::1]:x/shop", "The port of host '[::1]'"),
                        entry("mongodb://h:1:2/shop", "name:port"),
                        entry("mongodb://[::1/shop", "[address]:port"),
                        entry("mongodb://ann:hunter2@,h/shop", "A host is missing"),
                        entry("mongodb://ann:hunter2@/shop", "A host is missing"),
                        entry("mongodb:/h/shop", "two slashes"),
                        entry("mongodb:h/shop", "two slashes"),
                        entry("mongodb+srv://h.example.com:27017/shop", "without a port"),
                        entry("mongodb://ann:hunter2@h/a/b", "cannot be called 'a/b'"),
                        entry("mongodb://h/a%20b", "cannot be called 'a%20b'"),
                        entry("mongodb://ann:hunter2@h/a.b", "'a.b', a collection"),
                        entry("mongodb://h/a%2Eb", "'a.b', a collection"),
                        entry("mongodb://ann:hunter2@h/", "names no database"),
                        entry("mongodb://h", "names no database"),
                        entry("mongodb://h:1/admin", "'admin' is the server's own"),
                        entry("mongodb://h:1/config", "'config' is the server's own"),
                        entry("mongodb://h:1/Local", "'Local' is the server's own"),
                        entry("mongodb://h/shop?maxPoolSize=x", "'maxPoolSize=x': "),
                        entry("mongodb://h/shop?w=1&MAXPOOLSIZE=x&journal=true", "'MAXPOOLSIZE=x': "),
                        entry("mongodb://h/shop?maxPoolSize=x&minPoolSize=y", "'maxPoolSize=x': "),
                        entry("mongodb://h/shop?maxPoolSize=1&minPoolSize=5", "'maxPoolSize=1' and 'minPoolSize=5': "),
                        entry("mongodb://h/shop?proxyPort=3&w=1", "'proxyPort=3': "),
                        entry("mongodb+srv://h.example.com/shop?srvMaxHosts=3&maxConnecting=0", "'maxConnecting=0': "),
                        entry("mongodb://ann:hunter2@h/shop?authMechanism=X", "'authMechanism=X': "),
                        entry(
                                "mongodb://ann:x@h/shop?authMechanism=GSSAPI&authMechanismProperties=hunter2",
                                "'authMechanismProperties=***'."))
                .entrySet()
                .stream()
                .map(line -> DynamicTest.dynamicTest(line.getKey() + " is refused for what is wrong", () -> {
                    String text = line.getKey()
                            + (line.getKey().contains("?") ? "&" : "?")
                            + "deadline=100ms&layout="
                            + provider.layout().orElseThrow();
                    String message = String.valueOf(
                            refusal(provider, StorageUri.parse(text)).getMessage());
                    assertTrue(message.contains(line.getValue()), message);
                    for (String secret : List.of("hun", "ter2")) {
                        assertFalse(message.contains(secret), message);
                    }
                }));
    }

    /** An option that nobody knows, but by a letter, is answered by the one that was meant. */
    private static Stream<DynamicTest> misspelt(StorageProvider provider) {
        return Map.of(
                        "Prefix", "prefix",
                        "deadlines", "deadline",
                        "indexs", "indexes",
                        "graze", "grace",
                        "maxPolSize", "maxPoolSize",
                        "replicatSet", "replicaSet")
                .entrySet()
                .stream()
                .map(option -> DynamicTest.dynamicTest("The option " + option.getKey() + " is misspelt", () -> {
                    ConfigurationException refused = refusal(provider, unreachable(provider, option.getKey() + "=1"));
                    assertEquals(List.of(option.getValue()), refused.available());
                    String message = String.valueOf(refused.getMessage());
                    assertTrue(message.contains("Did you mean '" + option.getValue() + "'?"), message);
                }));
    }

    private static ConfigurationException refusal(StorageProvider provider, StorageUri uri) {
        return assertThrows(ConfigurationException.class, () -> provider.open(uri));
    }

    private static Stream<DynamicTest> drivers(StorageProvider provider) {
        return Stream.of(
                        "w=0",
                        "maxPoolSize=x",
                        "maxPoolSize=1&minPoolSize=5",
                        "maxConnecting=0",
                        "maxIdleTimeMS=-5",
                        "localThresholdMS=-1",
                        "appName=" + "a".repeat(129))
                .map(option -> DynamicTest.dynamicTest("The driver's option " + option + " is refused", () -> {
                    StorageUri uri = unreachable(provider, option);
                    assertThrows(ConfigurationException.class, () -> provider.open(uri));
                }));
    }

    private static Stream<DynamicTest> ours(StorageProvider provider) {
        return Stream.of(
                        "prefix=1a",
                        "prefix=",
                        "prefix=" + "a".repeat(41),
                        "deadline=10",
                        "deadline=0ms",
                        "deadline=999999999m",
                        "grace=0s",
                        "grace=1h",
                        "grace=525601m",
                        "indexes=no",
                        "tags=1")
                .map(option -> DynamicTest.dynamicTest(
                        "The option " + option + " is refused", () -> isRefused(provider, option)));
    }

    /** No server listens there: it is refused before one is looked for. */
    private static StorageUri unreachable(StorageProvider provider, String option) {
        return StorageUri.parse(provider.example().replace("localhost", "localhost:1") + "&" + option);
    }

    private static void isRefused(StorageProvider provider, String option) {
        StorageUri uri = unreachable(provider, option);
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> provider.open(uri));
        String message = String.valueOf(refused.getMessage());
        List<String> pair = List.of(option.split("=", -1));
        assertTrue(message.startsWith("Option '" + pair.get(0) + "' has the value '" + pair.get(1) + "'"), message);
        assertEquals(
                List.of(),
                refused.available().stream()
                        .filter(form -> !form.startsWith(pair.get(0) + "="))
                        .toList());
        assertTrue(!refused.available().isEmpty(), message);
    }
}
