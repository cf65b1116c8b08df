package org.synapse4j.api;

import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.PermanentException;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.api.errors.WrongLayoutException;
import org.synapse4j.api.serialization.EventTypes;

/** Opens event stores by one line of configuration, so that a deployment swaps its storage by changing that line. */
public final class EventStores {
    private EventStores() {}

    /**
     * Opens the storage that the line names, and a store on it with the only serialiser that is there. Providers of storages
     * and serialisers are found by {@link java.util.ServiceLoader}: put their modules on the class path or module path.
     *
     * @param uri such as {@code memory:}
     * @param types the event types that it reads and writes
     * @throws ConfigurationException if no provider, or more than one, opens such a line, if an option is wrong, or if there is
     *     not exactly one serialiser; it lists what there is; or if the user may not do what opening needs
     * @throws WrongLayoutException if the store is there in another layout
     * @throws PermanentException of the adapter's own, if the server refuses for another reason that stays
     * @throws TransientException if the storage cannot be reached now
     */
    public static EventStore open(String uri, EventTypes types) {
        return EventStore.builder(types).open(uri);
    }
}
