package org.synapse4j.mongofixture;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ServerApi;
import com.mongodb.ServerApiVersion;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongotestservers.RealMongo;

/** Makes every call with a client that is held to the Stable API, where the server refuses all that is not in it. */
public final class StableApi {
    private static final String DATABASE = "stable";

    private StableApi() {}

    /** Makes every call, on a real server; where there is none, the test is aborted. */
    public static void isEnough(StorageFactory factory) {
        RealMongo mongo = RealMongo.singleOrAbort();
        MongoClientSettings strict = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(mongo.connectionString(DATABASE)))
                .serverApi(ServerApi.builder()
                        .version(ServerApiVersion.V1)
                        .strict(true)
                        .deprecationErrors(true)
                        .build())
                .build();
        try (MongoClient client = MongoClients.create(strict)) {
            client.getDatabase(DATABASE).drop();
            try (MongoStorage one = factory.on(client, DATABASE, MongoOptions.defaults());
                    MongoStorage another = factory.on(client, DATABASE, MongoOptions.defaults());
                    MongoStorage requiring = factory.on(client, DATABASE, MongoOptions.defaults())) {
                EveryCall.make(one, another, requiring);
            } finally {
                client.getDatabase(DATABASE).drop();
            }
        }
    }
}
