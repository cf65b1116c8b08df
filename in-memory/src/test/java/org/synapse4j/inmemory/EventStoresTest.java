package org.synapse4j.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.noStream;
import static org.synapse4j.inmemory.Shop.CART;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStores;
import org.synapse4j.api.Storages;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.serialization.Converter;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.serialization.UnknownTypes;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.StorageProvider;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StorageUri;
import org.synapse4j.inmemory.Shop.ItemAdded;
import org.synapse4j.jackson.JacksonSerializer;

/** Opening a store by one line, on the class path; on the module path it is opened in {@link EventStoreTest}. */
class EventStoresTest {
    private static final String STORAGE = StorageProvider.class.getName();
    private static final String SERIALIZER = Serializer.class.getName();
    private static final String CONVERTER = Converter.class.getName();

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    Path services;

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    @DisplayName("memory: opens the in-memory storage with the only serialiser that is there")
    void memory() {
        assertFalse(EventStore.class.getModule().isNamed(), "this test runs on the class path");
        try (EventStore store = EventStores.open("memory:", Shop.TYPES)) {
            assertEquals(
                    Version.FIRST,
                    store.append(CART, noStream(), new ItemAdded("tea", 2)).version());
        }
    }

    @Test
    @DisplayName("a scheme that nobody opens is a typed error that lists what there is")
    void unknownScheme() {
        ConfigurationException e = refused("mongodb://ann:hunter2@h/db", "No storage opens 'mongodb:'");
        assertEquals(List.of("memory:"), e.available());
    }

    @Test
    @DisplayName("a line without a scheme is a typed error")
    void noScheme() {
        refused("hunter2", "has no scheme");
    }

    @Test
    @DisplayName("an option that is unknown or given twice, or a rest that does not belong, is a typed error")
    void options() {
        ConfigurationException unknown = refused("memory:?size=hunter2", "Option 'size' is not known to memory:.");
        assertTrue(String.valueOf(unknown.getMessage()).contains("It takes none."));
        refused("memory:?size=1&size=hunter2", "Option 'size' is given twice");
        assertEquals(
                List.of("memory:", "memory:name"),
                refused("memory://hunter2", "stands no name").available());
    }

    @Test
    @DisplayName("without any storage the error says what to add")
    void noStorage() throws IOException {
        offer(STORAGE);
        offer(SERIALIZER, JacksonSerializer.class.getName());
        refused("memory:", "No storage is on the class path or module path: add one, such as synapse4j-in-memory.");
    }

    @Test
    @DisplayName("without any serialiser, or with two, the error asks for a choice and lists what there is")
    void serialisers() throws IOException {
        offer(STORAGE, InMemoryStorage.Provider.class.getName());
        offer(SERIALIZER);
        refused("memory:", "No serialiser is on the class path or module path: add one, such as synapse4j-jackson.");
        offer(SERIALIZER, JacksonSerializer.class.getName(), OtherSerializer.class.getName());
        ConfigurationException e = refused("memory:", "Several serialisers are there; choose one");
        assertEquals(List.of(JacksonSerializer.class.getName(), OtherSerializer.class.getName()), e.available());
        EventStore.builder(Shop.TYPES)
                .serializer(new JacksonSerializer())
                .open("memory:")
                .close();
    }

    @Test
    @DisplayName("a store of opaque events, and a bare storage, need no serialiser and choose none")
    void withoutSerialiser() throws IOException {
        offer(STORAGE, InMemoryStorage.Provider.class.getName());
        offer(SERIALIZER);
        EventStore.opaque().open("memory:").close();
        Storages.open("memory:").close();
        assertThrows(
                ConfigurationException.class,
                () -> EventStore.builder(Shop.TYPES)
                        .unknownTypes(UnknownTypes.OPAQUE)
                        .open("memory:"));
        offer(SERIALIZER, JacksonSerializer.class.getName(), OtherSerializer.class.getName());
        EventStore.opaque().open("memory:").close();
    }

    @Test
    @DisplayName("a null line names its parameter")
    void nullLine() {
        NullPointerException store =
                assertThrows(NullPointerException.class, () -> EventStores.open(noLine(), Shop.TYPES));
        assertEquals("uri", store.getMessage());
        NullPointerException storage = assertThrows(NullPointerException.class, () -> Storages.open(noLine()));
        assertEquals("uri", storage.getMessage());
    }

    @SuppressWarnings("NullAway") // What is tested is that the annotations are not trusted.
    private static String noLine() {
        return null;
    }

    @Test
    @DisplayName("two storages of one scheme are chosen between by layout; no choice, or a wrong one, lists them")
    void layouts() throws IOException {
        offer(STORAGE, PerLeaf.class.getName(), PerBranch.class.getName());
        offer(SERIALIZER, JacksonSerializer.class.getName());
        List<String> examples = List.of("tree:?layout=per-branch", "tree:?layout=per-leaf");
        assertEquals(
                examples,
                refused("tree:", "Several storages open 'tree:'; choose by the option layout.")
                        .available());
        assertEquals(
                examples,
                refused("tree:?layout=per-root", "Not one storage opens 'tree:' with layout 'per-root'")
                        .available());
        refused("tree:?Layout=per-leaf", "Is 'Layout' to be that?");
        refused("tree:?layout=per-laef", "Did you mean 'per-leaf'?");
        assertEquals(examples, refused("memory:", "No storage opens 'memory:'").available());
        refused("three:", "Did you mean 'tree:'?");
        EventStores.open("tree:?layout=per-leaf", Shop.TYPES).close();
    }

    @Test
    @DisplayName("where the module that opens a line is missing, the error names its artifact")
    void artifacts() throws IOException {
        offer(SERIALIZER, JacksonSerializer.class.getName());
        for (String one : List.of(InMemoryStorage.Provider.class.getName(), PerLeaf.class.getName())) {
            offer(STORAGE, one);
            refused("mongodb://h/db", "add synapse4j-mongo-per-event or synapse4j-mongo-per-commit.");
            refused("mongodb+srv://h/db?layout=per-commit", "add synapse4j-mongo-per-commit.");
            refused("mongodb://h/db?layout=per-evnet", "add synapse4j-mongo-per-event or synapse4j-mongo-per-commit.");
            refused("embedded:?layout=per-event", "add synapse4j-mongo-embedded.");
            refused("mongo://h/db", "Did you mean 'mongodb:'?");
            refused("jdbc:h2", "Its module may be missing.");
        }
        refused("memory:", "add synapse4j-in-memory.");
        offer(STORAGE, PerEvent.class.getName());
        refused("mongodb://h/db?layout=per-commit", "add synapse4j-mongo-per-commit.");
        refused("mongodb://h/db?layout=per-evnet", "Did you mean 'per-event'?");
        offer(STORAGE);
        refused("mongodb://h/db?layout=per-event", "add one, such as synapse4j-mongo-per-event.");
    }

    @Test
    @DisplayName("a provider that is named but missing is a typed error with the cause")
    void missingProvider() throws IOException {
        offer(STORAGE, InMemoryStorage.Provider.class.getName(), "org.synapse4j.gone.Provider");
        offer(SERIALIZER, JacksonSerializer.class.getName());
        ConfigurationException e = refused("memory:", "What is named as a StorageProvider cannot be loaded");
        assertInstanceOf(ServiceConfigurationError.class, e.getCause());
    }

    @Test
    @DisplayName("a converter that is named but missing is a typed error with the cause")
    void missingConverter() throws IOException {
        offer(STORAGE, InMemoryStorage.Provider.class.getName());
        offer(SERIALIZER, JacksonSerializer.class.getName());
        offer(CONVERTER, "org.synapse4j.gone.Converter");
        ConfigurationException e = refused("memory:", "What is named as a Converter cannot be loaded");
        assertInstanceOf(ServiceConfigurationError.class, e.getCause());
    }

    @Test
    @DisplayName("a storage of which no store can be made is closed, also after an Error")
    void closedAfterAnError() throws IOException {
        offer(STORAGE, Exhausted.class.getName());
        offer(SERIALIZER, JacksonSerializer.class.getName());
        assertThrows(OutOfMemoryError.class, () -> EventStores.open("exhausted:", Shop.TYPES));
        InMemoryStorage opened = Objects.requireNonNull(Exhausted.OPENED.get());
        assertThrows(ClosedException.class, () -> opened.streams().head(CART));
    }

    private static ConfigurationException refused(String uri, String words) {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> EventStores.open(uri, Shop.TYPES));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(words), message);
        assertFalse(message.contains("hunter2"), message);
        e.available().forEach(each -> assertTrue(message.contains(each), message));
        return e;
    }

    /** From now on this service has these providers and no others. */
    private void offer(String service, String... providers) throws IOException {
        Files.write(services.resolve(service), List.of(providers));
        Thread.currentThread().setContextClassLoader(new Offering(services, before));
    }

    /** Opens {@code tree:} by leaves. */
    public static final class PerLeaf extends Tree {
        /** For ServiceLoader. */
        public PerLeaf() {
            super("per-leaf");
        }
    }

    /** Opens {@code tree:} by branches. */
    public static final class PerBranch extends Tree {
        /** For ServiceLoader. */
        public PerBranch() {
            super("per-branch");
        }
    }

    /** Opens {@code mongodb:}, as far as messages are concerned. */
    public static final class PerEvent extends Tree {
        /** For ServiceLoader. */
        public PerEvent() {
            super("per-event");
        }

        @Override
        public Set<String> schemes() {
            return Set.of("mongodb");
        }
    }

    /** Opens a storage that runs out of memory when it is asked what it prefers. */
    public static final class Exhausted extends Tree {
        private static final AtomicReference<InMemoryStorage> OPENED = new AtomicReference<>();

        /** For ServiceLoader. */
        public Exhausted() {
            super("exhausted");
        }

        @Override
        public Set<String> schemes() {
            return Set.of("exhausted");
        }

        @Override
        public StorageStrategy open(StorageUri uri) {
            InMemoryStorage storage = new InMemoryStorage();
            OPENED.set(storage);
            return new ForwardingStorage(storage) {
                @Override
                public List<Representation<?>> prefers() {
                    throw new OutOfMemoryError("as in a test");
                }
            };
        }
    }

    private abstract static class Tree implements StorageProvider {
        private final String layout;

        Tree(String layout) {
            this.layout = layout;
        }

        @Override
        public Set<String> schemes() {
            return Set.of("tree");
        }

        @Override
        public Optional<String> layout() {
            return Optional.of(layout);
        }

        @Override
        public String example() {
            return "tree:?layout=" + layout;
        }

        @Override
        public StorageStrategy open(StorageUri uri) {
            assertEquals(Optional.of(layout), uri.option("layout"));
            return new InMemoryStorage();
        }
    }

    /** Is there, and no more. */
    public static final class OtherSerializer implements Serializer {
        /** For ServiceLoader. */
        public OtherSerializer() {}

        @Override
        public List<Representation<?>> writes() {
            return List.of(Representation.XML);
        }

        @Override
        public boolean reads(Representation<?> representation) {
            return false;
        }

        @Override
        public <V> Payload<V> serialize(Object object, Representation<V> representation) {
            throw new AssertionError("nobody chose this one");
        }

        @Override
        public <T> T deserialize(Payload<?> payload, Class<T> type) {
            throw new AssertionError("nobody chose this one");
        }
    }
}
