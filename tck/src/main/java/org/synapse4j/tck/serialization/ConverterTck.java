package org.synapse4j.tck.serialization;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds a converter to every rule CONVERT of {@code SERIALIZATION-RULES.md}. A test extends it and supplies what is tested. */
public abstract class ConverterTck {
    /** For tests of converters. */
    protected ConverterTck() {}

    /** The converter under test. */
    protected abstract ConverterSubject<?, ?> subject();

    /** The rules, as JUnit runs them. */
    @TestFactory
    public final Stream<DynamicTest> rules() {
        return SerializationRules.tests(ConvertRules.class, subject());
    }
}
