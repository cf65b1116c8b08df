package org.synapse4j.tck.serialization;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds an upcaster to every rule UPCAST of {@code SERIALIZATION-RULES.md}. A test extends it and supplies what is tested. */
public abstract class UpcasterTck {
    /** For tests of upcasters. */
    protected UpcasterTck() {}

    /** The upcasters under test. */
    protected abstract UpcasterSubject subject();

    /** The rules, as JUnit runs them. */
    @TestFactory
    public final Stream<DynamicTest> rules() {
        return SerializationRules.tests(UpcastRules.class, subject());
    }
}
