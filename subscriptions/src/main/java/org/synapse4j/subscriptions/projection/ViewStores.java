package org.synapse4j.subscriptions.projection;

import java.util.Objects;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.ViewStore;

/** Where views are kept: in an event store's own storage, or in a place of the user's, as tables of a relational database. Thread-safe. */
public interface ViewStores {
    /** One version of a view, which need not be there yet. */
    <S> ViewStore<S> open(ViewName name, Class<S> state);

    /** Removes all of one version of a view. */
    void drop(ViewName name);

    /** Those of this event store. */
    static ViewStores of(EventStore store) {
        Objects.requireNonNull(store, "store");
        return new ViewStores() {
            @Override
            public <S> ViewStore<S> open(ViewName name, Class<S> state) {
                return store.views(name, state);
            }

            @Override
            public void drop(ViewName name) {
                store.dropViews(name);
            }
        };
    }
}
