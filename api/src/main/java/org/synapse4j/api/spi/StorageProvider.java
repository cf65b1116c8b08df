package org.synapse4j.api.spi;

import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.PermanentException;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.api.errors.WrongLayoutException;

/**
 * Opens storages named by a line of configuration. Found by {@link java.util.ServiceLoader}; an adapter names its own both in
 * its module descriptor and under {@code META-INF/services}. Stateless and thread-safe.
 */
public interface StorageProvider {
    /** The schemes that it opens, in lower case, such as {@code memory}. */
    Set<String> schemes();

    /**
     * The layout that it stores by, where several providers share a scheme: the value of the option {@code layout} that chooses
     * it.
     */
    default Optional<String> layout() {
        return Optional.empty();
    }

    /** A line that it would open, for messages, such as {@code memory:}. */
    String example();

    /**
     * Opens the storage. What it opens on the way is closed again if it fails, and closed by the storage's {@code close()} if
     * it does not.
     *
     * @param uri a line with one of its schemes, and its layout where it has one
     * @throws ConfigurationException if an option is unknown or has a value it cannot have, or if the user may not do what opening
     *     needs
     * @throws WrongLayoutException if the store is there in another layout
     * @throws PermanentException of the adapter's own, if the server refuses for another reason that stays
     * @throws TransientException if the storage cannot be reached now
     */
    StorageStrategy open(StorageUri uri);
}
