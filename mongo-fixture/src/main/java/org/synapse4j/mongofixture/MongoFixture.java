package org.synapse4j.mongofixture;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.EmbeddedMongo;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.Declaration;
import org.synapse4j.tck.fixture.FaultInjection;
import org.synapse4j.tck.fixture.StorageFixture;
import org.synapse4j.tck.fixture.StoreUnderTest;

/** Supplies the TCK with storages in one layout on one server: the embedded one, which injects faults, or a real one. */
public final class MongoFixture implements StorageFixture {
    private static final String DATABASE = "tck";
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String adapter;
    private final String server;
    private final String address;
    private final StorageFactory factory;
    private final MongoClient clientOfOthers;
    private final Optional<EmbeddedMongo> embedded;

    /** Makes a storage in a layout, such as {@code PerEventStorage::on}. */
    @FunctionalInterface
    public interface StorageFactory {
        MongoStorage on(MongoClient client, String database, MongoOptions options);
    }

    private MongoFixture(
            String adapter, String server, String address, StorageFactory factory, Optional<EmbeddedMongo> embedded) {
        this.adapter = adapter;
        this.server = server;
        this.address = address;
        this.factory = factory;
        this.embedded = embedded;
        this.clientOfOthers = client(address);
    }

    /** On an embedded server of its own, which stops with the JVM. */
    public static MongoFixture onEmbedded(String layout, StorageFactory factory) {
        EmbeddedMongo mongo = EmbeddedMongo.start();
        return new MongoFixture(
                layout + "-embedded", "embedded server", mongo.connectionString(), factory, Optional.of(mongo));
    }

    /** On a real server; where there is none, the test is aborted. */
    public static MongoFixture onReal(String layout, StorageFactory factory) {
        RealMongo mongo = RealMongo.singleOrAbort();
        return new MongoFixture(
                layout + "-mongod", mongo.description(), mongo.connectionString(DATABASE), factory, Optional.empty());
    }

    @Override
    public String adapter() {
        return adapter;
    }

    @Override
    public String server() {
        return server;
    }

    @Override
    public Declaration declares() {
        return embedded.isEmpty()
                ? Declaration.all()
                        .without(
                                Capability.FAULTS,
                                "faults are injected on the embedded server, and by killing nodes of a replica set")
                : Declaration.all();
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(30);
    }

    /** A real server is the one that has to hold much. */
    @Override
    public boolean large() {
        return embedded.isEmpty();
    }

    @Override
    public StoreUnderTest open() {
        return open(Set.of());
    }

    /** Rules about faults wait until a deadline is over; no other may meet one, however busy the machine is. */
    @Override
    public StoreUnderTest open(Set<Capability> needs) {
        MongoOptions options = MongoOptions.defaults()
                .withPrefix("t" + COUNT.incrementAndGet())
                .withGrace(Duration.ofMillis(300))
                .withDeadline(needs.contains(Capability.FAULTS) ? SHORT : LONG);
        return embedded.isPresent() ? new OnEmbedded(embedded.get(), options) : new OnReal(options);
    }

    private static MongoClient client(String uri) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .applyToServerSettings(settings -> settings.minHeartbeatFrequency(1, TimeUnit.MILLISECONDS))
                .build());
    }

    private MongoStorage opened(MongoClient client, MongoOptions options) {
        MongoStorage storage = factory.on(client, DATABASE, options);
        storage.ensureIndexes();
        return storage;
    }

    private void drop(MongoOptions options) {
        MongoDatabase database = clientOfOthers.getDatabase(DATABASE);
        for (String kind : List.of("events", "snapshots", "leases", "store")) {
            MongoCollection<Document> collection = database.getCollection(options.prefix() + "_" + kind);
            collection.drop();
        }
        for (String name : database.listCollectionNames()) {
            if (name.startsWith(options.prefix() + "_view_")) {
                database.getCollection(name).drop();
            }
        }
    }

    /** All storages share a client: they are different processes in all that they remember. */
    private final class OnReal implements StoreUnderTest {
        private final MongoOptions options;
        private final MongoStorage storage;

        OnReal(MongoOptions options) {
            this.options = options;
            this.storage = opened(clientOfOthers, options);
        }

        @Override
        public StorageStrategy storage() {
            return storage;
        }

        @Override
        public Optional<StorageStrategy> reopen() {
            return Optional.of(opened(clientOfOthers, options));
        }

        @Override
        public Optional<StorageStrategy> another() {
            return Optional.of(opened(clientOfOthers, options));
        }

        @Override
        public void close() {
            storage.close();
            drop(options);
        }
    }

    /** The storage under test has a client and a line of its own, so that faults strike no other. */
    private final class OnEmbedded implements StoreUnderTest {
        private final EmbeddedMongo mongo;
        private final MongoOptions options;
        private final Link link;
        private final MongoClient client;
        private final MongoStorage storage;

        OnEmbedded(EmbeddedMongo mongo, MongoOptions options) {
            this.mongo = mongo;
            this.options = options;
            this.link = Link.to(address);
            this.client = client("mongodb://" + link.address() + "/?directConnection=true");
            this.storage = opened(client, options);
        }

        @Override
        public StorageStrategy storage() {
            return storage;
        }

        @Override
        public Optional<StorageStrategy> reopen() {
            return Optional.of(opened(clientOfOthers, options));
        }

        @Override
        public Optional<StorageStrategy> another() {
            return Optional.of(opened(clientOfOthers, options));
        }

        @Override
        public Optional<FaultInjection> faults() {
            return Optional.of(new EmbeddedFaults(mongo.faults(), options.prefix(), link, client));
        }

        @Override
        public void close() {
            mongo.faults().clear();
            storage.close();
            client.close();
            link.close();
            drop(options);
        }
    }
}
