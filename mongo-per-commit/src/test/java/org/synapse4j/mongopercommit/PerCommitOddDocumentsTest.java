package org.synapse4j.mongopercommit;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.synapse4j.mongofixture.OddDocuments;

/** What the layout makes of documents that other hands have changed or added. */
class PerCommitOddDocumentsTest {
    @TestFactory
    Stream<DynamicTest> onEmbedded() {
        return OddDocuments.onEmbedded(PerCommitStorage::on);
    }

    @TestFactory
    Stream<DynamicTest> onMongod() {
        return OddDocuments.onMongod(PerCommitStorage::on);
    }
}
