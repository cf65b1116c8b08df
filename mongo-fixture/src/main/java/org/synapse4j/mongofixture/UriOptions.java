package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.spi.StorageProvider;
import org.synapse4j.api.spi.StorageUri;

/** What the line of configuration may say, and how it is refused. */
public final class UriOptions {
    private UriOptions() {}

    /** The tests of a layout's provider. */
    public static Stream<DynamicTest> of(StorageProvider provider) {
        return Stream.concat(ours(provider), drivers(provider));
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
                        "indexes=no")
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
