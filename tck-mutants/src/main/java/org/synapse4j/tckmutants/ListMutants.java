package org.synapse4j.tckmutants;

import static org.synapse4j.tckmutants.DelegatingCursor.edited;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.StorageStrategy;

/** Mutants that the rules LIST reject. */
final class ListMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "lists a stream again for a later commit",
                    "LIST-1",
                    "The streams of the store",
                    editing(heads -> heads.addAll(heads.stream().limit(1).toList()))),
            Mutant.of(
                    "lists the version of a stream's first event",
                    "LIST-1",
                    "The streams of the store",
                    editing(heads ->
                            heads.replaceAll(head -> StreamHead.at(head.stream(), Version.FIRST, head.position())))),
            Mutant.of(
                    "finds categories by their beginning",
                    "LIST-2",
                    "The streams of category car",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StreamHead> list(String category) {
                            return edited(
                                    super.list(),
                                    heads -> heads.removeIf(
                                            head -> !head.stream().category().startsWith(category)));
                        }
                    }),
            Mutant.of(
                    "does not list a stream that was truncated",
                    "LIST-3",
                    "With one stream truncated and one deleted",
                    right -> new DelegatingStorage(right) {
                        private final Set<StreamId> truncated = new HashSet<>();

                        @Override
                        public void truncate(StreamId stream, Version before) {
                            truncated.add(stream);
                            super.truncate(stream, before);
                        }

                        @Override
                        public Cursor<StreamHead> list() {
                            return edited(
                                    super.list(), heads -> heads.removeIf(head -> truncated.contains(head.stream())));
                        }
                    }),
            Mutant.of(
                    "does not list a stream that was deleted once",
                    "LIST-3",
                    "With the deleted stream appended to",
                    right -> new Remembering(right) {
                        @Override
                        public Cursor<StreamHead> list() {
                            return edited(
                                    super.list(), heads -> heads.removeIf(head -> deleted.contains(head.stream())));
                        }
                    }),
            Mutant.of(
                    "lists a thousand streams at most",
                    "LIST-4",
                    "A thousand streams",
                    editing(heads -> heads.subList(Math.min(1_000, heads.size()), heads.size())
                            .clear())),
            Mutant.of(
                    "lets a closed cursor of the listing go on",
                    "LIST-5",
                    "hasNext() of a closed cursor",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StreamHead> list() {
                            return new DelegatingCursor<>(super.list()) {
                                @Override
                                public void close() {}
                            };
                        }
                    }),
            Mutant.of(
                    "lists a stream again when it was appended to meanwhile",
                    "LIST-6",
                    "is listed twice",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StreamHead> list() {
                            return new DelegatingCursor<>(super.list()) {
                                private @Nullable StreamHead first;

                                @Override
                                public StreamHead next() {
                                    StreamHead next = super.next();
                                    if (first != null && !first.equals(head(first.stream()))) {
                                        next = first;
                                    }
                                    first = first == null ? next : first;
                                    return next;
                                }
                            };
                        }
                    }),
            Mutant.of(
                    "goes on from a number of streams, in the order of their names",
                    "LIST-7",
                    "and others were added meanwhile",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StreamHead> list() {
                            return new DelegatingCursor<>(super.list()) {
                                private int delivered;

                                @Override
                                public boolean hasNext() {
                                    return delivered < now().size();
                                }

                                @Override
                                public StreamHead next() {
                                    return now().get(delivered++);
                                }
                            };
                        }

                        private List<StreamHead> now() {
                            return Changes.all(super.list()).stream()
                                    .sorted(Comparator.comparing(StreamHead::stream))
                                    .toList();
                        }
                    }),
            Mutant.of(
                    "lists in the order of the last append",
                    "LIST-8",
                    "The streams after",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StreamHead> list(String category) {
                            return edited(
                                    super.list(category),
                                    heads -> heads.sort(Comparator.comparing(StreamHead::position)));
                        }

                        @Override
                        public Cursor<StreamHead> listAfter(StreamId after) {
                            return edited(list(after.category()), heads -> {
                                List<StreamId> order =
                                        heads.stream().map(StreamHead::stream).toList();
                                heads.subList(0, order.indexOf(after) + 1).clear();
                            });
                        }
                    }),
            Mutant.of("lists from a stream on", "LIST-8", "The streams after", right -> new DelegatingStorage(right) {
                @Override
                public Cursor<StreamHead> listAfter(StreamId after) {
                    StreamHead head = head(after);
                    return edited(super.listAfter(after), heads -> {
                        if (head.exists()) {
                            heads.add(0, head);
                        }
                    });
                }
            }),
            Mutant.of(
                    "lists nothing after a stream that is not there",
                    "LIST-8",
                    ", before it was there and then",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StreamHead> listAfter(StreamId after) {
                            return edited(super.listAfter(after), head(after).exists() ? heads -> {} : List::clear);
                        }
                    }),
            Mutant.of(
                    "goes on into the next category",
                    "LIST-8",
                    "The streams after",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StreamHead> listAfter(StreamId after) {
                            return edited(
                                    super.list(),
                                    heads ->
                                            heads.removeIf(head -> head.stream().compareTo(after) <= 0));
                        }
                    }),
            Mutant.of("counts events", "LIST-9", "The count of category cart", right -> new DelegatingStorage(right) {
                @Override
                public long count(String category) {
                    return Changes.all(list(category)).stream()
                            .mapToLong(head -> head.version().value())
                            .sum();
                }
            }),
            Mutant.of(
                    "counts deleted streams",
                    "LIST-9",
                    "The count with two streams deleted",
                    right -> new Remembering(right) {
                        @Override
                        public long count(String category) {
                            return super.count(category)
                                    + deleted.stream()
                                            .filter(stream -> !head(stream).exists())
                                            .count();
                        }
                    }),
            Mutant.of(
                    "counts categories by their beginning",
                    "LIST-9",
                    "The count of category cart",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public long count(String category) {
                            return Changes.all(list()).stream()
                                    .filter(head -> head.stream().category().startsWith(category))
                                    .count();
                        }
                    }));

    private ListMutants() {}

    /** A storage that knows what was deleted. */
    private static class Remembering extends DelegatingStorage {
        final Set<StreamId> deleted = new HashSet<>();

        Remembering(StorageStrategy right) {
            super(right);
        }

        @Override
        public void delete(StreamId stream) {
            deleted.add(stream);
            super.delete(stream);
        }
    }

    private static UnaryOperator<StorageStrategy> editing(Consumer<List<StreamHead>> edit) {
        return right -> new DelegatingStorage(right) {
            @Override
            public Cursor<StreamHead> list() {
                return edited(super.list(), edit);
            }
        };
    }
}
