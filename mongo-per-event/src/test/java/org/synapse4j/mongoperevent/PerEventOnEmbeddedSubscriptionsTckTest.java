package org.synapse4j.mongoperevent;

import org.synapse4j.mongofixture.MongoFixture;
import org.synapse4j.tck.fixture.StorageFixture;
import org.synapse4j.tcksubscriptions.SubscriptionsTck;

/** Subscriptions on the layout, on the embedded server. */
class PerEventOnEmbeddedSubscriptionsTckTest extends SubscriptionsTck {
    @Override
    protected StorageFixture fixture() {
        return MongoFixture.onEmbedded("mongo-per-event", PerEventStorage::on);
    }
}
