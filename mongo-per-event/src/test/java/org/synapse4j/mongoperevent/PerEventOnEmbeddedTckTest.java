package org.synapse4j.mongoperevent;

import org.synapse4j.mongofixture.MongoFixture;
import org.synapse4j.tck.StorageTck;
import org.synapse4j.tck.fixture.StorageFixture;

/** Certifies the layout on the embedded server, faults included. */
class PerEventOnEmbeddedTckTest extends StorageTck {
    @Override
    protected StorageFixture fixture() {
        return MongoFixture.onEmbedded("mongo-per-event", PerEventStorage::on);
    }
}
