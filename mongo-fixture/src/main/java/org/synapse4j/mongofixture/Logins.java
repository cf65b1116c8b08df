package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.tck.kit.Commits;

/** A user who logs in on a real server while that fails, and one with a wrong password. */
public final class Logins {
    private static final String DATABASE = "logins";
    private static final String APPLICATION = "logins";
    private static final String FAIL_COMMAND = "failCommand";
    private static final Document OFF = new Document("configureFailPoint", FAIL_COMMAND).append("mode", "off");

    /** The codes with which a login is answered: HostUnreachable, ShutdownInProgress, PrimarySteppedDown, InterruptedAtShutdown. */
    private static final List<Integer> PASSING = List.of(6, 91, 189, 11600);

    private Logins() {}

    /** Logs in again and again, each time after some failures that pass. Where there is no real server, the test is aborted. */
    public static void outlastFailures(StorageFactory factory) throws InterruptedException {
        RealMongo mongo = RealMongo.singleOrAbort();
        try (MongoClient admins = MongoClients.create(mongo.connectionString("admin"))) {
            MongoDatabase admin = admins.getDatabase("admin");
            MongoDatabase database = admins.getDatabase(DATABASE);
            try (MongoClient client = user(mongo, "secret")) {
                database.drop();
                database.runCommand(new Document("createUser", "ann")
                        .append("pwd", "secret")
                        .append("roles", List.of("readWrite")));
                MongoStorage storage =
                        factory.on(client, DATABASE, MongoOptions.defaults().withDeadline(Duration.ofSeconds(10)));
                storage.ensureIndexes();
                long version = 0;
                for (int code : PASSING) {
                    version = appendsDespite(new Document("errorCode", code), storage, admin, version);
                }
                appendsDespite(new Document("closeConnection", true), storage, admin, version);
            } finally {
                admin.runCommand(OFF);
                database.runCommand(new Document("dropAllUsersFromDatabase", 1));
                database.drop();
            }
        }
    }

    /** Is refused. Where there is no real server, the test is aborted. */
    public static void refuseAWrongPassword(StorageFactory factory) {
        try (MongoClient client = user(RealMongo.singleOrAbort(), "wrong")) {
            MongoStorage storage = factory.on(client, DATABASE, MongoOptions.defaults());
            ConfigurationException refused = assertThrows(
                    ConfigurationException.class, () -> storage.streams().head(CART));
            assertTrue(String.valueOf(refused.getMessage()).contains("the user and the password"), refused::getMessage);
        }
    }

    /** Appends while three logins of the storage's client are answered so. */
    private static long appendsDespite(Document answer, MongoStorage storage, MongoDatabase admin, long version)
            throws InterruptedException {
        answer.append("failCommands", List.of("saslStart", "saslContinue")).append("appName", APPLICATION);
        Document before = admin.runCommand(new Document("configureFailPoint", FAIL_COMMAND)
                .append("mode", new Document("times", 3))
                .append("data", answer));
        // Longer than connections are kept: the append logs in anew.
        Thread.sleep(20);
        long appended = storage.streams()
                .append(Commits.of(Commits.add(CART, ExpectedVersion.any(), 1)))
                .version()
                .value();
        assertEquals(version + 1, appended);
        assertTrue(count(admin.runCommand(OFF)) > count(before), "no login failed");
        return appended;
    }

    private static long count(Document failPoint) {
        return failPoint.get("count", Number.class).longValue();
    }

    private static MongoClient user(RealMongo mongo, String password) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(mongo.connectionString(DATABASE)))
                .credential(MongoCredential.createCredential("ann", DATABASE, password.toCharArray()))
                .applicationName(APPLICATION)
                .retryReads(false)
                .applyToConnectionPoolSettings(pool -> pool.maxConnectionIdleTime(5, TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.minHeartbeatFrequency(1, TimeUnit.MILLISECONDS))
                .build());
    }
}
