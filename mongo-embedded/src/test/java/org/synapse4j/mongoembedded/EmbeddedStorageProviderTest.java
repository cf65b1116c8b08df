package org.synapse4j.mongoembedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.ConnectionString;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StorageProvider;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StorageUri;

class EmbeddedStorageProviderTest {
    private static final StreamId CART = StreamId.of("cart", "42");

    @Test
    void theServiceLoaderFindsIt() {
        assertEquals(
                1,
                ServiceLoader.load(StorageProvider.class).stream()
                        .filter(provider -> provider.type() == EmbeddedStorageProvider.class)
                        .count());
    }

    @Test
    void aStorageRunsOnAServerThatStopsWithIt() throws IOException {
        StorageStrategy storage = open("embedded:?layout=counting&prefix=a%26b");
        assertEquals("counting", storage.name());
        SerializedCommit nothing = SerializedCommit.of(CommitId.fresh(), CART, ExpectedVersion.any(), List.of());
        storage.streams().append(nothing);
        storage.streams().append(nothing);
        assertEquals(Version.of(2), storage.streams().head(CART).version());
        assertTrue(CountingProvider.lastOpened.endsWith("/synapse?layout=counting&prefix=a%26b"));
        assertTrue(connects(CountingProvider.lastOpened));
        storage.close();
        storage.close();
        assertFalse(connects(CountingProvider.lastOpened));
    }

    @Test
    void eachStorageHasItsOwnServer() {
        try (StorageStrategy first = open("embedded:?layout=counting");
                StorageStrategy second = open("embedded:?layout=counting")) {
            first.streams().append(SerializedCommit.of(CommitId.fresh(), CART, ExpectedVersion.any(), List.of()));
            assertEquals(Version.NONE, second.streams().head(CART).version());
        }
    }

    @Test
    void aLayoutMustBeNamedAndBeThere() {
        ConfigurationException missing = assertThrows(ConfigurationException.class, () -> open("embedded:"));
        assertEquals(List.of("embedded:?layout=counting"), missing.available());
        ConfigurationException misspelt =
                assertThrows(ConfigurationException.class, () -> open("embedded:?Layout=counting"));
        assertTrue(String.valueOf(misspelt.getMessage()).contains("'Layout'"));
        ConfigurationException unknown =
                assertThrows(ConfigurationException.class, () -> open("embedded:?layout=nonsense"));
        assertEquals(List.of("embedded:?layout=counting"), unknown.available());
        assertThrows(ConfigurationException.class, () -> open("embedded://host/db?layout=counting"));
    }

    @Test
    void nothingRunsOnIfTheLayoutRefuses() throws IOException {
        assertThrows(ConfigurationException.class, () -> open("embedded:?layout=counting&unknown=1"));
        assertThrows(StorageUnavailableException.class, () -> open("embedded:?layout=counting&fail=1"));
        assertFalse(connects(CountingProvider.lastOpened));
    }

    /** A capability that the contract gains must not get lost on the way. */
    private static StorageStrategy open(String uri) {
        return new EmbeddedStorageProvider().open(StorageUri.parse(uri));
    }

    private static boolean connects(String uri) throws IOException {
        String address = new ConnectionString(uri.substring(0, uri.indexOf('?')))
                .getHosts()
                .get(0);
        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }
}
