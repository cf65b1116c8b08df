package org.synapse4j.tck.serialization;

import java.util.List;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Upcaster;

/**
 * An upcaster, and what it must make of a stored payload. Thread-safe.
 *
 * @param upcaster the upcaster
 * @param converters lead from the stored representation to the one that it works on, and back
 * @param stored a payload as it is stored, of the schema that it leads from
 * @param expected the payloads of the parts that it must make of it, each in the representation in which they are compared
 * @param malformed a payload that it must refuse; the stored one where it looks at none
 */
public record UpcasterSubject(
        Upcaster<?> upcaster,
        Converters converters,
        Payload<?> stored,
        List<Payload<?>> expected,
        Payload<?> malformed) {
    public UpcasterSubject {
        expected = List.copyOf(expected);
    }
}
