package org.synapse4j.mongofixture;

import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.bson.Document;
import org.synapse4j.mongotestservers.ReplicaSet;

/** Mishaps of a replica set: errors of the primary, mostly, and now and then its end. Used by one thread. */
final class Mishaps implements ChaosRun.Trouble {
    private static final String FAIL_COMMAND = "failCommand";
    private static final List<String> COMMANDS =
            List.of("insert", "insert", "insert", "find", "find", "findAndModify", "update");

    /** The codes with which a command may be answered. */
    private static final List<Integer> ERRORS = List.of(
            112, // WriteConflict
            189, // PrimarySteppedDown
            365, // TemporarilyUnavailable
            462, // IngressRequestRateLimitExceeded
            10107, // NotWritablePrimary
            11600); // InterruptedAtShutdown

    /** WriteConcernFailed, ShutdownInProgress. */
    private static final List<Integer> CONCERN_ERRORS = List.of(64, 91);

    /** How often an error is injected. */
    private static final int INJECTED = 120;

    private static final Duration FIRES_WITHIN = Duration.ofMillis(700);

    private final ReplicaSet set;
    private final MongoDatabase admin;
    private final Map<String, Integer> happened = new TreeMap<>();
    private int idle;

    Mishaps(ReplicaSet set, MongoClient client) {
        this.set = set;
        this.admin = client.getDatabase("admin");
    }

    /** Errors, one after the other, and among them two step-downs, a kill and a pause. */
    @Override
    public void happen(Random random) throws InterruptedException {
        for (int i = 1; i <= INJECTED; ) {
            if (error(random)) {
                if (i == INJECTED / 5 || i == 4 * INJECTED / 5) {
                    stepDown();
                } else if (i == 2 * INJECTED / 5) {
                    kill(random);
                } else if (i == 3 * INJECTED / 5) {
                    pause(random);
                }
                i++;
            }
        }
    }

    /** A new primary may not know yet what the majority has. */
    @Override
    public boolean readsMayLag() {
        return true;
    }

    /** No more errors, and a primary. */
    @Override
    public void end() {
        while (true) {
            try {
                set.primary();
                admin.runCommand(new Document("configureFailPoint", FAIL_COMMAND).append("mode", "off"));
                return;
            } catch (MongoException stillChanging) {
                // The next look at it finds another primary.
            }
        }
    }

    /** How many errors and elections there were, of each kind. */
    @Override
    public String toString() {
        int all = happened.values().stream().mapToInt(Integer::intValue).sum();
        return all + " faults " + happened + (idle == 0 ? "" : " and " + idle + " that no command met");
    }

    private void stepDown() {
        set.stepDown(Duration.ofSeconds(1));
        set.primary();
        elected("step-down");
    }

    private void kill(Random random) throws InterruptedException {
        int killed = set.killPrimary();
        set.primary();
        Thread.sleep(random.nextInt(1000));
        set.restart(killed);
        elected("kill");
    }

    /** Until another is primary, so that two are for a moment. */
    private void pause(Random random) throws InterruptedException {
        int paused = set.pausePrimary();
        try {
            set.primary();
            Thread.sleep(random.nextInt(1000));
        } finally {
            set.resume(paused);
        }
        elected("pause");
    }

    /** One error, once or a few times in a row. Whether a command met it. */
    private boolean error(Random random) throws InterruptedException {
        String command = COMMANDS.get(random.nextInt(COMMANDS.size()));
        Document data = new Document("failCommands", List.of(command));
        String kind;
        boolean write = !command.equals("find");
        int choice = random.nextInt(write ? 3 : 2);
        if (choice == 0) {
            data.append("closeConnection", true);
            kind = "connection closed";
        } else if (choice == 1) {
            int code = ERRORS.get(random.nextInt(ERRORS.size()));
            data.append("errorCode", code);
            kind = "error " + code;
        } else {
            int code = CONCERN_ERRORS.get(random.nextInt(CONCERN_ERRORS.size()));
            data.append("writeConcernError", new Document("code", code).append("errmsg", "injected"));
            kind = "write concern error " + code;
        }
        if (write && choice > 0 && random.nextBoolean()) {
            // Without its label the driver does not try the command again.
            data.append("errorLabels", List.of());
        }
        boolean fired = inject(command.equals("update") ? 1 : 1 + random.nextInt(3), data);
        if (fired) {
            count(command + ": " + kind);
        } else {
            idle++;
        }
        Thread.sleep(random.nextInt(200));
        return fired;
    }

    /** Whether all of the commands met it in time. */
    private boolean inject(int times, Document data) {
        try {
            Document before = admin.runCommand(new Document("configureFailPoint", FAIL_COMMAND)
                    .append("mode", new Document("times", times))
                    .append("data", data));
            long wanted = before.get("count", Number.class).longValue() + times;
            if (waitFor(wanted)) {
                return true;
            }
            admin.runCommand(new Document("configureFailPoint", FAIL_COMMAND).append("mode", "off"));
        } catch (MongoException electing) {
            set.primary();
        }
        return false;
    }

    private boolean waitFor(long timesEntered) {
        try {
            admin.runCommand(new Document("waitForFailPoint", FAIL_COMMAND)
                    .append("timesEntered", timesEntered)
                    .append("maxTimeMS", FIRES_WITHIN.toMillis()));
            return true;
        } catch (MongoExecutionTimeoutException notMet) {
            return false;
        }
    }

    private void elected(String kind) {
        count(kind);
        System.out.println("[failover] " + kind + ", and a new primary");
    }

    private void count(String kind) {
        happened.merge(kind, 1, Integer::sum);
    }
}
