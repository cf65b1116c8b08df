package org.synapse4j.mongopercommit;

import org.synapse4j.mongofixture.MongoFixture;
import org.synapse4j.tck.StorageTck;
import org.synapse4j.tck.fixture.StorageFixture;

/** Certifies the layout on a real server, where there is one; the build says at its end whether there was. */
class PerCommitOnMongodTckTest extends StorageTck {
    @Override
    protected StorageFixture fixture() {
        return MongoFixture.onReal("mongo-per-commit", PerCommitStorage::on);
    }
}
