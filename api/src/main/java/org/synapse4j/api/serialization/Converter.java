package org.synapse4j.api.serialization;

import org.synapse4j.api.errors.SerializationException;

/**
 * Turns contents in one representation into the same contents in another. Found by {@link java.util.ServiceLoader} where it has
 * a public constructor without parameters or a {@code provider} method. Implementations are thread-safe, and do not change what
 * they are given.
 *
 * @param <A> the class of what it takes
 * @param <B> the class of what it gives
 */
public interface Converter<A, B> {
    /** The representation that it takes. */
    Representation<A> from();

    /** The representation that it gives. */
    Representation<B> to();

    /**
     * The same contents in the other representation. Pinned by the TCK's rules CONVERT.
     *
     * @throws SerializationException if the value is malformed, or cannot be said in the other representation without loss; its
     *     message shows nothing of the contents
     */
    B convert(A value);

    /**
     * Whether what it gives says all that the other representation said, so that the way back brings back the same. Only such
     * converters are used to store; the others only to read. True unless it is overridden.
     */
    default boolean lossless() {
        return true;
    }
}
