package org.synapse4j.api;

import java.util.List;
import java.util.Optional;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.internal.NearMiss;
import org.synapse4j.api.internal.Services;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.spi.StorageProvider;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StorageUri;

/** Finds storages and serialisers among what the class path and the module path offer. */
final class Providers {
    static final String LAYOUT = "layout";

    private Providers() {}

    static StorageStrategy open(StorageUri uri) {
        List<StorageProvider> all = Services.load(StorageProvider.class);
        List<StorageProvider> fitting = all.stream()
                .filter(provider -> provider.schemes().contains(uri.scheme()))
                .toList();
        if (fitting.isEmpty()) {
            throw new ConfigurationException(
                    all.isEmpty()
                            ? "No storage is on the class path or module path: add one, such as "
                                    + KnownModules.such(uri) + "."
                            : "No storage opens '" + uri.scheme() + ":'." + KnownModules.forScheme(uri, all),
                    examples(all));
        }
        Optional<String> layout = uri.option(LAYOUT);
        List<StorageProvider> chosen = byLayout(fitting, layout);
        if (chosen.size() == 1) {
            return chosen.get(0).open(uri);
        }
        if (layout.isPresent()) {
            throw new ConfigurationException(
                    "Not one storage opens '" + uri.scheme() + ":' with layout '" + layout.get() + "'."
                            + KnownModules.forLayout(uri, layout.get(), fitting),
                    examples(fitting));
        }
        throw new ConfigurationException(
                "Several storages open '" + uri.scheme() + ":'; choose by the option layout."
                        + NearMiss.of(LAYOUT, uri.options().keySet())
                                .map(near -> " Is '" + near + "' to be that?")
                                .orElse(""),
                examples(fitting));
    }

    static Serializer onlySerializer() {
        List<Serializer> all = Services.load(Serializer.class);
        if (all.size() != 1) {
            throw new ConfigurationException(
                    all.isEmpty()
                            ? "No serialiser is on the class path or module path: add one, such as synapse4j-jackson."
                            : "Several serialisers are there; choose one with EventStore.builder(types).serializer(…).",
                    all.stream()
                            .map(serializer -> serializer.getClass().getName())
                            .toList());
        }
        return all.get(0);
    }

    /** A provider without a layout reads the option itself, if it knows it. */
    private static List<StorageProvider> byLayout(List<StorageProvider> providers, Optional<String> layout) {
        return layout.isEmpty()
                ? providers
                : providers.stream()
                        .filter(provider ->
                                provider.layout().isEmpty() || provider.layout().equals(layout))
                        .toList();
    }

    private static List<String> examples(List<StorageProvider> providers) {
        return providers.stream().map(StorageProvider::example).sorted().toList();
    }
}
