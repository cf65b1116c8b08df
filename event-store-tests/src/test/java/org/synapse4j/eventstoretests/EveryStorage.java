package org.synapse4j.eventstoretests;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.synapse4j.api.spi.StorageProvider;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StorageUri;
import org.synapse4j.mongotestservers.RealMongo;

/** Every storage there is: what is stored must be read alike on each. */
final class EveryStorage {
    private static final List<String> LAYOUTS = List.of("per-event", "per-commit");

    private EveryStorage() {}

    /**
     * One of them.
     *
     * @param name what reports call it
     * @param line names a new, empty one
     */
    record Kind(String name, Supplier<String> line) {
        StorageStrategy open() {
            StorageUri uri = StorageUri.parse(line.get());
            return ServiceLoader.load(StorageProvider.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(provider -> provider.schemes().contains(uri.scheme()))
                    .filter(provider ->
                            provider.layout().isEmpty() || provider.layout().equals(uri.option("layout")))
                    .findFirst()
                    .orElseThrow()
                    .open(uri);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** In memory, in both layouts on the embedded server, and in both on a real one where there is one. */
    static Stream<Kind> all() {
        Stream<Kind> own = Stream.concat(Stream.of("memory:"), LAYOUTS.stream().map("embedded:?layout="::concat))
                .map(line -> new Kind(line, () -> line));
        Optional<RealMongo> mongo = RealMongo.single();
        return Stream.concat(
                own,
                mongo.stream()
                        .flatMap(server -> LAYOUTS.stream()
                                .map(layout ->
                                        new Kind(server.description() + ", " + layout, () -> real(server, layout)))));
    }

    /** The kinds that are in MongoDB. */
    static Stream<Kind> mongo() {
        return all().filter(kind -> !kind.name().equals("memory:"));
    }

    private static String real(RealMongo server, String layout) {
        String prefix = "s" + UUID.randomUUID().toString().replace('-', '_');
        return server.connectionString("event_store_tests", "layout=" + layout, "prefix=" + prefix);
    }
}
