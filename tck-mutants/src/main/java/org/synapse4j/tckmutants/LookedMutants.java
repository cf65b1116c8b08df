package org.synapse4j.tckmutants;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.synapse4j.api.Direction;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;

/** Mutants that the rules LOOKED reject. */
final class LookedMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "has looked no further than the last event delivered",
                    "LOOKED-1",
                    "the last event is at",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            return Changes.feed(read, super.read(read));
                        }
                    }),
            Mutant.of(
                    "has looked at all that is ever to come",
                    "LOOKED-1",
                    "and a later event is at",
                    telling((read, looked) -> Position.MAX)),
            Mutant.of(
                    "has looked to the end, whatever its limit",
                    "LOOKED-2",
                    "What comes after a read with limit 0",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            Position end = end();
                            return new Telling(super.read(read)) {
                                @Override
                                public Position looked() {
                                    return read.limit() == Long.MAX_VALUE ? super.looked() : end;
                                }
                            };
                        }
                    }),
            Mutant.of(
                    "forgets the upper bound of what it has looked at",
                    "LOOKED-2",
                    "A read of what is before",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            Position end = end();
                            return new Telling(super.read(read)) {
                                @Override
                                public Position looked() {
                                    return read.before().equals(Position.MAX) ? super.looked() : end;
                                }
                            };
                        }
                    }),
            Mutant.of(
                    "tells of a backward read where it began",
                    "LOOKED-3",
                    "What comes after a backward read with limit",
                    telling((read, looked) -> read.direction() == Direction.BACKWARDS ? read.before() : looked)),
            Mutant.of(
                    "has looked at the start of the feed before it has looked at anything",
                    "LOOKED-4",
                    "How far a read has looked that was not asked for anything yet",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            return new Telling(super.read(read)) {
                                private boolean asked;

                                @Override
                                public boolean hasNext() {
                                    asked = true;
                                    return super.hasNext();
                                }

                                @Override
                                public Position looked() {
                                    return asked ? super.looked() : Position.START;
                                }
                            };
                        }
                    }));

    private LookedMutants() {}

    private static UnaryOperator<StorageStrategy> telling(BiFunction<FeedRead, Position, Position> instead) {
        return right -> new DelegatingStorage(right) {
            @Override
            public FeedCursor read(FeedRead read) {
                return new Telling(super.read(read)) {
                    @Override
                    public Position looked() {
                        return instead.apply(read, super.looked());
                    }
                };
            }
        };
    }

    /** A read of the feed that tells something else of how far it has looked. */
    private static class Telling extends DelegatingCursor<StoredSerializedEvent> implements FeedCursor {
        private final FeedCursor feed;

        Telling(FeedCursor right) {
            super(right);
            this.feed = right;
        }

        @Override
        public Position looked() {
            return feed.looked();
        }
    }
}
