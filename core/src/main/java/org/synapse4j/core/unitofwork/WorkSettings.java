package org.synapse4j.core.unitofwork;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventStore;

/** The settings that all units of one factory have in common. */
record WorkSettings(
        EventStore store,
        List<Work.Listener> listeners,
        List<EventListener> eventListeners,
        @Nullable Transactions<?> transactions,
        Retry retry) {
    WorkSettings {
        listeners = List.copyOf(listeners);
        eventListeners = List.copyOf(eventListeners);
    }
}
