package org.synapse4j.tck.serialization;

import java.util.List;
import org.synapse4j.api.serialization.Converter;

/**
 * A converter, and what it must convert. Thread-safe.
 *
 * @param converter the converter
 * @param back the one that leads back, which must be lossless if this one is
 * @param values what it must convert: several, none equal to another
 * @param malformed what it must refuse; empty where nothing can be malformed
 * @param <A> the class of what it takes
 * @param <B> the class of what it gives
 */
public record ConverterSubject<A, B>(
        Converter<A, B> converter, Converter<B, A> back, List<A> values, List<A> malformed) {
    /** @throws IllegalArgumentException if there are fewer than two values */
    public ConverterSubject {
        values = List.copyOf(values);
        malformed = List.copyOf(malformed);
        if (values.size() < 2) {
            throw new IllegalArgumentException("The rules need two values at least");
        }
    }
}
