package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.StorageProvider;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StorageUri;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongoembedded.EmbeddedMongo;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Sample;

/** A stream that is longer than a small JVM has memory, read in one; on a real server if one is there. */
public final class LongStream {
    private static final String DATABASE = "longstream";
    private static final StreamId STREAM = StreamId.of("cart", "long");
    private static final int EVENTS = 100_000;
    private static final int PER_COMMIT = 500;
    private static final String PAYLOAD = "{\"text\":\"" + "x".repeat(800) + "\"}";

    private LongStream() {}

    /**
     * Writes the stream, and reads it in both directions in a JVM with 64 MB.
     *
     * @param provider of the layout, with a constructor without arguments
     */
    public static void isReadInLittleMemory(StorageProvider provider) throws IOException, InterruptedException {
        String layout = "layout=" + provider.layout().orElseThrow();
        Optional<RealMongo> real = RealMongo.single();
        if (real.isPresent()) {
            try (MongoClient client = MongoClients.create(real.get().connectionString(DATABASE))) {
                client.getDatabase(DATABASE).drop();
                try {
                    isReadInLittleMemory(provider, real.get().connectionString(DATABASE, layout));
                } finally {
                    client.getDatabase(DATABASE).drop();
                }
            }
        } else {
            try (EmbeddedMongo embedded = EmbeddedMongo.start()) {
                isReadInLittleMemory(provider, embedded.connectionString() + "/" + DATABASE + "?" + layout);
            }
        }
    }

    /** In the small JVM: the provider's class, then the URI. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        StorageProvider provider = Class.forName(arguments[0])
                .asSubclass(StorageProvider.class)
                .getDeclaredConstructor()
                .newInstance();
        try (StorageStrategy storage = provider.open(StorageUri.parse(arguments[1]))) {
            read(storage, StreamRead.of(STREAM), 1, 1);
            read(storage, StreamRead.of(STREAM).backwards(), EVENTS, -1);
        }
        System.out.println("read in both directions");
    }

    private static void isReadInLittleMemory(StorageProvider provider, String uri)
            throws IOException, InterruptedException {
        write(provider, uri);
        Path said = Files.createTempFile("longstream", ".txt");
        Process small = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path", "." + File.pathSeparator),
                        LongStream.class.getName(),
                        provider.getClass().getName(),
                        uri)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertTrue(small.waitFor(2, TimeUnit.MINUTES), "It ends");
            assertEquals(0, small.exitValue(), Files.readString(said));
        } finally {
            small.destroyForcibly();
            Files.delete(said);
        }
    }

    private static void write(StorageProvider provider, String uri) {
        try (StorageStrategy storage = provider.open(StorageUri.parse(uri))) {
            for (int version = 0; version < EVENTS; version += PER_COMMIT) {
                List<NewSerializedEvent> events = new ArrayList<>();
                for (int i = 0; i < PER_COMMIT; i++) {
                    events.add(Sample.event("Added", PAYLOAD));
                }
                storage.streams().append(Commits.of(new Part(STREAM, ExpectedVersion.exactly(version), events)));
            }
        }
    }

    private static void read(StorageStrategy storage, StreamRead read, long first, int step) {
        long expected = first;
        try (Cursor<StoredSerializedEvent> cursor = storage.streams().read(read)) {
            while (cursor.hasNext()) {
                Version version = cursor.next().version();
                if (version.value() != expected) {
                    throw new IllegalStateException("Version " + version + " where " + expected + " should be");
                }
                expected += step;
            }
        }
        if (Math.abs(expected - first) != EVENTS) {
            throw new IllegalStateException("The stream ended before version " + expected);
        }
    }
}
