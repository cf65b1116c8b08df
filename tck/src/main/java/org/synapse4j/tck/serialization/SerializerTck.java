package org.synapse4j.tck.serialization;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds a serialiser to every rule SERIALIZE of {@code SERIALIZATION-RULES.md}. A test extends it and supplies what is tested. */
public abstract class SerializerTck {
    /** For tests of serialisers. */
    protected SerializerTck() {}

    /** The serialiser under test. */
    protected abstract SerializerSubject subject();

    /** The rules, as JUnit runs them. */
    @TestFactory
    public final Stream<DynamicTest> rules() {
        return SerializationRules.tests(SerializeRules.class, subject());
    }
}
