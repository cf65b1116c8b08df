package org.synapse4j.mongoperevent;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.synapse4j.mongofixture.UriOptions;

/** Holds the layout's provider to what it says of its options. */
class PerEventUriTest {
    @TestFactory
    Stream<DynamicTest> options() {
        return UriOptions.of(new PerEventStorage.Provider());
    }
}
