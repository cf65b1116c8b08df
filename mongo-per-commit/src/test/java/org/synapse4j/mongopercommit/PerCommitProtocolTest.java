package org.synapse4j.mongopercommit;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.synapse4j.mongofixture.ProtocolFaults;

/** Holds the layout to what the commit protocol promises beyond the TCK. */
@Tag("each-step")
class PerCommitProtocolTest {
    @TestFactory
    Stream<DynamicTest> protocol() {
        return ProtocolFaults.of(PerCommitStorage::on);
    }
}
