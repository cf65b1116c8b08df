package org.synapse4j.mongoperevent;

import org.synapse4j.mongofixture.MongoFixture;
import org.synapse4j.tck.fixture.StorageFixture;
import org.synapse4j.tcksubscriptions.SubscriptionsTck;

/** Subscriptions on the layout, on a real server, where there is one. */
class PerEventOnMongodSubscriptionsTckTest extends SubscriptionsTck {
    @Override
    protected StorageFixture fixture() {
        return MongoFixture.onReal("mongo-per-event", PerEventStorage::on);
    }
}
