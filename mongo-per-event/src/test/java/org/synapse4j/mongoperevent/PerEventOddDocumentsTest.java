package org.synapse4j.mongoperevent;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.synapse4j.mongofixture.OddDocuments;

/** What the layout makes of documents that other hands have changed or added. */
class PerEventOddDocumentsTest {
    @TestFactory
    Stream<DynamicTest> onEmbedded() {
        return OddDocuments.onEmbedded(PerEventStorage::on);
    }

    @TestFactory
    Stream<DynamicTest> onMongod() {
        return OddDocuments.onMongod(PerEventStorage::on);
    }
}
