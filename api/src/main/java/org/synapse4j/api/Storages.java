package org.synapse4j.api;

import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.PermanentException;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.api.errors.WrongLayoutException;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StorageUri;

/**
 * Opens storages by one line of configuration: for who decorates one before it goes into an event store, or calls what only its adapter
 * has. An application opens {@link EventStores} by the same line. Stateless and thread-safe.
 */
public final class Storages {
    private Storages() {}

    /**
     * Opens the storage that the line names, as it is, without a serialiser. Providers are found by {@link java.util.ServiceLoader}: put
     * their modules on the class path or module path. Whoever opens it closes it, or gives it to {@link EventStoreBuilder#on}, whose
     * store closes it.
     *
     * @param uri such as {@code memory:}
     * @throws ConfigurationException if no provider, or more than one, opens such a line, or if an option is wrong; it lists what there
     *     is; or if the user may not do what opening needs
     * @throws WrongLayoutException if the store is there in another layout
     * @throws PermanentException of the adapter's own, if the server refuses for another reason that stays
     * @throws TransientException if the storage cannot be reached now
     */
    public static StorageStrategy open(String uri) {
        return Providers.open(StorageUri.parse(uri));
    }
}
