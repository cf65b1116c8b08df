package org.synapse4j.api;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.errors.ViewVersionException;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.ViewStorage;

/** A view in the event store's own storage. Its states are written and read as those of snapshots are. Immutable and thread-safe. */
final class StoredViews<S> implements ViewStore<S> {
    private final ViewStorage storage;
    private final ViewName name;
    private final Class<S> type;
    private final PayloadWriter writer;
    private final StateReader states;

    StoredViews(ViewStorage storage, ViewName name, Class<S> type, PayloadWriter writer, StateReader states) {
        this.storage = storage;
        this.name = name;
        this.type = type;
        this.writer = writer;
        this.states = states;
    }

    @Override
    public Map<String, View<S>> find(Set<String> keys) {
        Map<String, View<S>> found = new HashMap<>();
        storage.find(name, keys).forEach((key, stored) -> found.put(key, read(stored)));
        return found;
    }

    @Override
    public List<View<S>> page(String after, int most) {
        return storage.page(name, after, most).stream().map(this::read).toList();
    }

    @Override
    public Set<String> write(List<ViewChange<S>> changes) {
        Objects.requireNonNull(changes, "changes");
        return storage.write(
                name,
                changes.stream()
                        .map(change -> new ViewChange<>(
                                // Of what was seen, only its place is compared.
                                change.seen().map(seen -> with(seen, Optional.<OpaqueEvent>empty())),
                                with(change.next(), change.next().state().map(writer::write))))
                        .toList());
    }

    @Override
    public void prune(Position upTo) {
        storage.prune(name, upTo);
    }

    private View<S> read(View<OpaqueEvent> stored) {
        return with(stored, stored.state().map(state -> state(stored, state)));
    }

    private S state(View<?> view, OpaqueEvent stored) {
        Object read = states.read(new SerializedSnapshot(
                        StreamId.of(name.toString(), view.key()),
                        Version.FIRST,
                        stored.schema().type(),
                        stored.schema().revision(),
                        stored.payload(),
                        Map.of(),
                        Instant.EPOCH))
                .orElseThrow(() -> new ViewVersionException(name, stored.schema() + ", which is not registered"));
        if (!type.isInstance(read)) {
            throw new ViewVersionException(name, stored.schema() + ", which is no " + type.getName());
        }
        return type.cast(read);
    }

    private static <T> View<T> with(View<?> view, Optional<T> state) {
        return new View<>(view.key(), view.position(), view.edition(), state);
    }
}
