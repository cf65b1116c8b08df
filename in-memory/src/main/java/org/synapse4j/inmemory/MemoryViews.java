package org.synapse4j.inmemory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.synapse4j.api.Position;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewChange;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.ViewStorage;
import org.synapse4j.api.spi.support.Guard;
import org.synapse4j.api.spi.support.ViewWrites;

/** The views of each name by key. */
final class MemoryViews implements ViewStorage {
    private final Guard guard;
    private final StorageLimits limits;
    private final Memory memory;

    MemoryViews(Memory memory, Guard guard, StorageLimits limits) {
        this.memory = memory;
        this.guard = guard;
        this.limits = limits;
    }

    @Override
    public Map<String, View<OpaqueEvent>> find(ViewName name, Set<String> keys) {
        Objects.requireNonNull(name, "view");
        Objects.requireNonNull(keys, "keys");
        return guard.alone("read of views", () -> {
            Map<String, View<OpaqueEvent>> found = new HashMap<>();
            NavigableMap<String, View<OpaqueEvent>> views = of(name);
            keys.forEach(key -> found.computeIfAbsent(key, views::get));
            return found;
        });
    }

    @Override
    public List<View<OpaqueEvent>> page(ViewName name, String after, int most) {
        Objects.requireNonNull(name, "view");
        Objects.requireNonNull(after, "after");
        return guard.alone(
                "read of views",
                () -> of(name).tailMap(after, false).values().stream()
                        .limit(most)
                        .toList());
    }

    @Override
    public Set<String> write(ViewName name, List<ViewChange<OpaqueEvent>> changes) {
        ViewWrites.require(name, changes, limits);
        return guard.alone("write of views", () -> {
            Set<String> refused = new HashSet<>();
            NavigableMap<String, View<OpaqueEvent>> views =
                    memory.views.computeIfAbsent(name, absent -> new TreeMap<>());
            for (ViewChange<OpaqueEvent> change : changes) {
                Optional<View<OpaqueEvent>> stored = Optional.ofNullable(views.get(change.key()));
                if (isAs(change.seen(), stored)) {
                    views.put(change.key(), change.next());
                } else if (!stored.equals(Optional.of(change.next()))) {
                    refused.add(change.key());
                }
            }
            return refused;
        });
    }

    @Override
    public void prune(ViewName name, Position upTo) {
        Objects.requireNonNull(name, "view");
        Objects.requireNonNull(upTo, "up to");
        guard.alone("pruning of views", () -> {
            of(name).values()
                    .removeIf(view -> view.state().isEmpty() && view.position().compareTo(upTo) <= 0);
        });
    }

    @Override
    public void drop(ViewName name) {
        Objects.requireNonNull(name, "view");
        guard.alone("drop of views", () -> {
            memory.views.remove(name);
        });
    }

    private NavigableMap<String, View<OpaqueEvent>> of(ViewName name) {
        return memory.views.getOrDefault(name, new TreeMap<>());
    }

    private static boolean isAs(Optional<View<OpaqueEvent>> seen, Optional<View<OpaqueEvent>> stored) {
        return seen.isEmpty()
                ? stored.isEmpty()
                : stored.filter(seen.get()::isAt).isPresent();
    }
}
