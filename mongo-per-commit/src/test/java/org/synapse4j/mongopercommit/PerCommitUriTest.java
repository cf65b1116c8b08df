package org.synapse4j.mongopercommit;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.synapse4j.mongofixture.UriOptions;

/** Holds the layout's provider to what it says of its options. */
class PerCommitUriTest {
    @TestFactory
    Stream<DynamicTest> options() {
        return UriOptions.of(new PerCommitStorage.Provider());
    }
}
