package org.synapse4j.api;

import java.util.List;
import java.util.Optional;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.Representation;

/**
 * The representations of a payload on its way to the storage.
 *
 * @param written the one that the serialiser writes
 * @param kept the one that the storage keeps; only lossless converters lead there (ADR 10)
 */
record StoredForm(Representation<?> written, Representation<?> kept) {
    /**
     * The first one that the storage likes and that can be come to; else the serialiser's own, or the nearest to it that can be
     * stored.
     *
     * @param writes what the serialiser writes, what it likes best first
     * @param preferred what the storage likes best first
     */
    static StoredForm of(List<Representation<?>> writes, List<Representation<?>> preferred, Converters converters) {
        for (Representation<?> wish : preferred) {
            for (Representation<?> write : writes.contains(wish) ? List.of(wish) : writes) {
                if (converters.nearestLossless(write, wish::equals).isPresent()) {
                    return new StoredForm(write, wish);
                }
            }
        }
        for (Representation<?> write : writes) {
            Optional<Representation<?>> near = converters.nearestLossless(write, Representation::storable);
            if (near.isPresent()) {
                return new StoredForm(write, near.get());
            }
        }
        return new StoredForm(writes.get(0), writes.get(0));
    }

    /**
     * The representation in which a storage keeps what is in this one already.
     *
     * @throws SerializationException if no lossless converters lead to text or bytes
     */
    static Representation<?> of(Representation<?> given, List<Representation<?>> preferred, Converters converters) {
        return preferred.stream()
                .filter(wish -> converters.nearestLossless(given, wish::equals).isPresent())
                .findFirst()
                .or(() -> converters.nearestLossless(given, Representation::storable))
                .orElseThrow(() -> new SerializationException(
                        "No converters lead from " + given + " to text or bytes, which storages keep", null));
    }
}
