package org.synapse4j.api.serialization;

import java.util.List;
import java.util.Objects;
import org.synapse4j.api.errors.SerializationException;

/**
 * Turns an application's objects into payloads and back. Found by {@link java.util.ServiceLoader} where it has a public
 * constructor without parameters or a {@code provider} method. Implementations are thread-safe and do not keep what they are
 * given. Pinned by the TCK's rules SERIALIZE.
 */
public interface Serializer {
    /** The representations that it writes, the one it likes best first; at least one. */
    List<Representation<?>> writes();

    /**
     * Whether it can read this representation: always the same answer, and a quick one, since it is asked for each payload that is
     * at hand in a {@linkplain Payload#alsoIn second form}. The serialiser that would read the first form is given the second if
     * it reads that too.
     */
    boolean reads(Representation<?> representation);

    /**
     * The parts of objects of this class that would be written and could never be read back, or would come back as something else,
     * as far as the class alone shows it: sentences, each of which names a class and a property of it and says what to do. Empty where there
     * is nothing to say, as here. A store asks it for each registered class before it opens its storage; what only a value shows
     * is refused by {@link #serialize}.
     */
    default List<String> check(Class<?> type) {
        Objects.requireNonNull(type, "type");
        return List.of();
    }

    /**
     * The object in this representation, one of {@link #writes()}.
     *
     * @throws SerializationException if the object cannot be written, or could not be read back
     */
    <V> Payload<V> serialize(Object object, Representation<V> representation);

    /**
     * The object of this class that a payload says.
     *
     * @throws SerializationException if the payload is malformed, of another class, or in a representation it does not read
     */
    <T> T deserialize(Payload<?> payload, Class<T> type);
}
