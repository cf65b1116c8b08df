package org.synapse4j.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.synapse4j.api.internal.NearMiss;
import org.synapse4j.api.spi.StorageProvider;
import org.synapse4j.api.spi.StorageUri;

/** The modules of this project that open a line, for messages to those who lack it, or have a letter wrong. */
final class KnownModules {
    private static final String PER_EVENT = "synapse4j-mongo-per-event";
    private static final String PER_COMMIT = "synapse4j-mongo-per-commit";
    private static final String EITHER = PER_EVENT + " or " + PER_COMMIT;

    private static final Map<String, String> BY_SCHEME = new TreeMap<>(Map.of(
            "memory",
            "synapse4j-in-memory",
            "embedded",
            "synapse4j-mongo-embedded",
            "mongodb",
            EITHER,
            "mongodb+srv",
            EITHER));

    private static final Map<String, String> BY_LAYOUT =
            new TreeMap<>(Map.of("per-event", PER_EVENT, "per-commit", PER_COMMIT));

    private KnownModules() {}

    /** One that opens this line, or any. */
    static String such(StorageUri uri) {
        String module = BY_SCHEME.getOrDefault(uri.scheme(), "synapse4j-in-memory");
        return EITHER.equals(module)
                ? uri.option(Providers.LAYOUT).map(BY_LAYOUT::get).orElse(module)
                : module;
    }

    /** Advice about a scheme that none of these opens. */
    static String forScheme(StorageUri uri, List<StorageProvider> there) {
        if (BY_SCHEME.containsKey(uri.scheme())) {
            return " Its module is missing: add " + such(uri) + ".";
        }
        List<String> schemes = Stream.concat(
                        BY_SCHEME.keySet().stream(), there.stream().flatMap(provider -> provider.schemes().stream()))
                .toList();
        return NearMiss.of(uri.scheme(), schemes)
                .map(near -> " Did you mean '" + near + ":'?")
                .orElse(" Its module may be missing.");
    }

    /** Advice about a layout that none of these, which open its scheme, has. */
    static String forLayout(StorageUri uri, String layout, List<StorageProvider> there) {
        if (EITHER.equals(BY_SCHEME.get(uri.scheme())) && BY_LAYOUT.containsKey(layout)) {
            return " Its module is missing: add " + BY_LAYOUT.get(layout) + ".";
        }
        List<String> layouts = there.stream()
                .map(StorageProvider::layout)
                .flatMap(Optional::stream)
                .toList();
        return NearMiss.of(layout, layouts)
                .map(near -> " Did you mean '" + near + "'?")
                .orElse("");
    }
}
