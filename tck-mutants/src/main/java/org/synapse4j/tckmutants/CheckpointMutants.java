package org.synapse4j.tckmutants;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.spi.StorageStrategy;

/** Mutants that the rules CHECKPOINT reject. */
final class CheckpointMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "reads an absent checkpoint as 0",
                    "CHECKPOINT-1",
                    "A checkpoint that was never saved",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Optional<Position> load(SubscriptionName name) {
                            return super.load(name).or(() -> Optional.of(Position.START));
                        }
                    }),
            Mutant.of(
                    "takes a checkpoint at 0 for an absent one",
                    "CHECKPOINT-1",
                    "A checkpoint saved at Position.START",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Optional<Position> load(SubscriptionName name) {
                            return super.load(name).filter(position -> position.value() > 0);
                        }
                    }),
            Mutant.of(
                    "keeps the first position saved",
                    "CHECKPOINT-2",
                    "A checkpoint that was saved",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void save(SubscriptionName name, Position position) {
                            super.save(name, load(name).orElse(position));
                        }
                    }),
            Mutant.of(
                    "keeps the highest position saved",
                    "CHECKPOINT-3",
                    "A checkpoint that went back",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void save(SubscriptionName name, Position position) {
                            if (load(name)
                                    .filter(there -> there.compareTo(position) > 0)
                                    .isEmpty()) {
                                super.save(name, position);
                            }
                        }
                    }),
            Mutant.of(
                    "resets a checkpoint to the start",
                    "CHECKPOINT-4",
                    "A checkpoint that was reset",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void reset(SubscriptionName name) {
                            if (load(name).isPresent()) {
                                save(name, Position.START);
                            }
                        }
                    }),
            Mutant.of(
                    "refuses to reset what is absent",
                    "CHECKPOINT-4",
                    "Resetting a checkpoint that was never saved",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void reset(SubscriptionName name) {
                            if (load(name).isEmpty()) {
                                throw new InvalidValueException("checkpoint", "of " + name + " is absent");
                            }
                            super.reset(name);
                        }
                    }),
            Mutant.of(
                    "does not tell upper case from lower",
                    "CHECKPOINT-5",
                    "A checkpoint beside those of similar names, named 'Mails'",
                    naming(name -> name.toLowerCase(Locale.ROOT))),
            Mutant.of(
                    "cuts names at 255 characters",
                    "CHECKPOINT-5",
                    "A checkpoint beside those of similar names",
                    naming(name -> name.substring(0, Math.min(255, name.length())))),
            Mutant.of(
                    "resets all checkpoints whose names begin so",
                    "CHECKPOINT-5",
                    "One of many checkpoints, beside one that was reset",
                    right -> new DelegatingStorage(right) {
                        private final Set<SubscriptionName> names = new HashSet<>();

                        @Override
                        public void save(SubscriptionName name, Position position) {
                            names.add(name);
                            super.save(name, position);
                        }

                        @Override
                        public void reset(SubscriptionName name) {
                            names.stream()
                                    .filter(other -> other.value().startsWith(name.value()))
                                    .forEach(super::reset);
                        }
                    }),
            Mutant.of(
                    "keeps positions in a floating-point number",
                    "CHECKPOINT-6",
                    "A checkpoint at a high position",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void save(SubscriptionName name, Position position) {
                            super.save(name, Position.of((long) (double) position.value()));
                        }
                    }));

    private CheckpointMutants() {}

    private static UnaryOperator<StorageStrategy> naming(UnaryOperator<String> change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public Optional<Position> load(SubscriptionName name) {
                return super.load(SubscriptionName.of(change.apply(name.value())));
            }

            @Override
            public void save(SubscriptionName name, Position position) {
                super.save(SubscriptionName.of(change.apply(name.value())), position);
            }
        };
    }
}
