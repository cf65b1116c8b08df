package org.synapse4j.mongoembedded;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.spi.StorageProvider;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StorageUri;

/**
 * Opens {@code embedded:?layout=per-event}: a storage on a MongoDB server of its own, which starts with it in this JVM and
 * stops, data and all, when it is closed. The layout's own module does the storing, and takes all options. Stateless and
 * thread-safe.
 */
public final class EmbeddedStorageProvider implements StorageProvider {
    private static final String SCHEME = "embedded";
    private static final String SERVED = "mongodb";
    private static final String LAYOUT = "layout";
    private static final String DATABASE = "synapse";

    /** Made by the service loader. */
    public EmbeddedStorageProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of(SCHEME);
    }

    @Override
    public String example() {
        return "embedded:?layout=per-event";
    }

    /**
     * Starts a server and opens a storage on it.
     *
     * @throws ConfigurationException if no layout is named, if no module on the class path has it, if anything stands between
     *     the colon and the options, or if the layout refuses an option; nothing is left running
     */
    @Override
    public StorageStrategy open(StorageUri uri) {
        if (!uri.rest().isEmpty()) {
            throw new ConfigurationException(
                    "The embedded server has no address: options follow the colon.", examples());
        }
        String layout = uri.require(LAYOUT, examples());
        StorageProvider provider = layouts().stream()
                .filter(candidate -> candidate.layout().equals(Optional.of(layout)))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        layouts().isEmpty()
                                ? "No layout is on the class path: add one, such as synapse4j-mongo-per-event."
                                : "No layout is called '" + layout
                                        + "'; where it is right, its module is missing, such as synapse4j-mongo-per-event.",
                        examples()));
        EmbeddedMongo server = EmbeddedMongo.start();
        try {
            String options = uri.text().substring(uri.text().indexOf('?'));
            StorageUri served = StorageUri.parse(server.connectionString() + "/" + DATABASE + options);
            return new EmbeddedStorage(provider.open(served), server);
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private static List<StorageProvider> layouts() {
        return ServiceLoader.load(StorageProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider ->
                        provider.schemes().contains(SERVED) && provider.layout().isPresent())
                .toList();
    }

    private static List<String> examples() {
        return layouts().stream()
                .flatMap(provider -> provider.layout().stream())
                .map(layout -> SCHEME + ":?" + LAYOUT + "=" + layout)
                .sorted()
                .toList();
    }
}
