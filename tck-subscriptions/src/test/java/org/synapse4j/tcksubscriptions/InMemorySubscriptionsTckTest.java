package org.synapse4j.tcksubscriptions;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.synapse4j.tck.fixture.StorageFixture;

/** Subscriptions on the in-memory storage. */
class InMemorySubscriptionsTckTest extends SubscriptionsTck {
    @Override
    protected StorageFixture fixture() {
        return new MemoryFixture(UnaryOperator.identity(), Duration.ofSeconds(10));
    }
}
