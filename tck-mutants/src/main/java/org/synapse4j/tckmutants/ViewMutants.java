package org.synapse4j.tckmutants;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.synapse4j.api.Position;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewChange;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.spi.StorageStrategy;

/** Mutants that the rules VIEW reject. */
final class ViewMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "does not find tombstones",
                    "VIEW-1",
                    "A tombstone that was written",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Map<String, View<OpaqueEvent>> find(ViewName name, Set<String> keys) {
                            Map<String, View<OpaqueEvent>> found = new HashMap<>(super.find(name, keys));
                            found.values().removeIf(view -> view.state().isEmpty());
                            return found;
                        }
                    }),
            Mutant.of(
                    "compares positions only",
                    "VIEW-2",
                    "The keys that are answered for a change of a view of another edition",
                    seeing((seen, stored) -> stored.isPresent()
                            && seen.position().equals(stored.get().position()))),
            Mutant.of(
                    "takes a position that is lower",
                    "VIEW-2",
                    "The keys that are answered for a change of a view at another position",
                    seeing((seen, stored) -> stored.isPresent()
                            && seen.edition() == stored.get().edition()
                            && stored.get().position().compareTo(seen.position()) < 0)),
            Mutant.of(
                    "makes a view that was seen and is absent",
                    "VIEW-2",
                    "The keys that are answered for a change of an absent view",
                    seeing((seen, stored) -> stored.isEmpty())),
            Mutant.of(
                    "ends a write at the first change that is refused",
                    "VIEW-2",
                    "The keys of changes that were refused beside others",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Set<String> write(ViewName name, List<ViewChange<OpaqueEvent>> changes) {
                            Set<String> refused = new HashSet<>();
                            changes.forEach(change -> {
                                if (refused.isEmpty()) {
                                    refused.addAll(super.write(name, List.of(change)));
                                } else {
                                    refused.add(change.key());
                                }
                            });
                            return refused;
                        }
                    }),
            Mutant.of(
                    "takes a change that is made again for one that lost",
                    "VIEW-3",
                    "Changes of views as they were seen that are refused",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Set<String> write(ViewName name, List<ViewChange<OpaqueEvent>> changes) {
                            List<ViewChange<OpaqueEvent>> others = new ArrayList<>();
                            Set<String> refused = new HashSet<>();
                            changes.forEach(change -> {
                                if (find(name, Set.of(change.key())).containsValue(change.next())) {
                                    refused.add(change.key());
                                } else {
                                    others.add(change);
                                }
                            });
                            refused.addAll(super.write(name, others));
                            return refused;
                        }
                    }),
            Mutant.of(
                    "does not tell upper case from lower",
                    "VIEW-4",
                    "Changes that were refused of totals_v1",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Set<String> write(ViewName name, List<ViewChange<OpaqueEvent>> changes) {
                            Map<String, ViewChange<OpaqueEvent>> different = new HashMap<>();
                            Set<String> refused = new HashSet<>();
                            changes.forEach(change -> {
                                if (different.putIfAbsent(change.key().toLowerCase(Locale.ROOT), change) != null) {
                                    refused.add(change.key());
                                }
                            });
                            refused.addAll(super.write(name, List.copyOf(different.values())));
                            return refused;
                        }
                    }),
            Mutant.of(
                    "keeps all versions of a view in one place",
                    "VIEW-4",
                    "Changes that were refused of totals_v2",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Set<String> write(ViewName name, List<ViewChange<OpaqueEvent>> changes) {
                            return super.write(new ViewName(name.name(), 1), changes);
                        }
                    }),
            Mutant.of(
                    "keeps positions in a floating-point number",
                    "VIEW-5",
                    "A view of any state",
                    changing(view -> new View<>(
                            view.key(),
                            Position.of((long) (double) view.position().value()),
                            view.edition(),
                            view.state()))),
            Mutant.of(
                    "pages without an order",
                    "VIEW-6",
                    "A page is short that is not the last",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public List<View<OpaqueEvent>> page(ViewName name, String after, int most) {
                            List<View<OpaqueEvent>> page = new ArrayList<>(super.page(name, after, most));
                            if (!after.isEmpty() && page.size() > 1) {
                                page.add(page.remove(0));
                            }
                            return page;
                        }
                    }),
            Mutant.of(
                    "prunes all tombstones",
                    "VIEW-7",
                    "Views after pruning up to 5",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void prune(ViewName name, Position upTo) {
                            super.prune(name, Position.MAX);
                        }
                    }),
            Mutant.of("prunes nothing", "VIEW-7", "Views after pruning up to 5", right -> new DelegatingStorage(right) {
                @Override
                public void prune(ViewName name, Position upTo) {}
            }),
            Mutant.of(
                    "drops the tombstones only",
                    "VIEW-7",
                    "Views that were dropped",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void drop(ViewName name) {
                            super.prune(name, Position.MAX);
                        }
                    }),
            Mutant.of(
                    "compares and stores views in two steps",
                    "VIEW-8",
                    "Changes that were answered as done",
                    right -> new DelegatingStorage(right) {
                        private final Map<String, View<OpaqueEvent>> put = new ConcurrentHashMap<>();

                        @Override
                        public Map<String, View<OpaqueEvent>> find(ViewName name, Set<String> keys) {
                            return put.isEmpty() ? Map.of() : Map.copyOf(put);
                        }

                        @Override
                        public Set<String> write(ViewName name, List<ViewChange<OpaqueEvent>> changes) {
                            ViewChange<OpaqueEvent> change = changes.get(0);
                            Optional<View<OpaqueEvent>> stored = Optional.ofNullable(put.get(change.key()));
                            boolean asSeen = stored.map(View::position)
                                    .equals(change.seen().map(View::position));
                            LockSupport.parkNanos(100_000);
                            if (asSeen) {
                                put.put(change.key(), change.next());
                            }
                            return asSeen ? Set.of() : Set.of(change.key());
                        }
                    }));

    private ViewMutants() {}

    /** Whether a view that was seen counts as what is stored. */
    private interface Comparison {
        boolean areSame(View<OpaqueEvent> seen, Optional<View<OpaqueEvent>> stored);
    }

    /** Takes what is stored for what was seen, where a wrong comparison says so. */
    private static UnaryOperator<StorageStrategy> seeing(Comparison wrong) {
        return right -> new DelegatingStorage(right) {
            @Override
            public Set<String> write(ViewName name, List<ViewChange<OpaqueEvent>> changes) {
                return super.write(
                        name,
                        changes.stream()
                                .map(change -> {
                                    Optional<View<OpaqueEvent>> stored = Optional.ofNullable(
                                            find(name, Set.of(change.key())).get(change.key()));
                                    boolean taken = change.seen().isPresent()
                                            && wrong.areSame(change.seen().get(), stored);
                                    return taken ? new ViewChange<>(stored, change.next()) : change;
                                })
                                .toList());
            }
        };
    }

    private static UnaryOperator<StorageStrategy> changing(UnaryOperator<View<OpaqueEvent>> change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public Map<String, View<OpaqueEvent>> find(ViewName name, Set<String> keys) {
                Map<String, View<OpaqueEvent>> found = new HashMap<>(super.find(name, keys));
                found.replaceAll((key, view) -> change.apply(view));
                return found;
            }
        };
    }
}
