package org.synapse4j.mongofixture;

import java.util.Random;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.mongotestservers.Standalone;

/**
 * A {@link ChaosRun} on a server that is no member of a replica set, and is killed again and again, mostly with writes that are not in
 * its journal yet: they are gone when it is back.
 */
public final class CrashRun implements ChaosRun.Trouble {
    private static final int KILLS = 10;

    private final Standalone server;
    private int kills;

    private CrashRun(Standalone server) {
        this.server = server;
    }

    /**
     * Runs on a server of its own, and judges; where there is no mongod to start, the test is aborted.
     *
     * @throws AssertionError if a guarantee was broken
     */
    public static void of(String layout, StorageFactory factory) throws InterruptedException {
        try (Standalone server = RealMongo.standaloneOrAbort()) {
            String uri = server.connectionString(ChaosRun.DATABASE) + "?";
            new ChaosRun("crash, " + layout, uri, factory, new CrashRun(server)).run();
        }
    }

    @Override
    public void happen(Random random) throws InterruptedException {
        for (int i = 0; i < KILLS; i++) {
            Thread.sleep(500 + random.nextInt(1000));
            if (i % 3 != 0) {
                server.stallJournal();
                Thread.sleep(random.nextInt(80));
            }
            server.kill();
            server.restart();
            kills++;
        }
    }

    @Override
    public void end() {
        // It was started again after it was killed last.
    }

    /** Nobody may see what a crash takes back, so nothing that was seen is missing later. */
    @Override
    public boolean readsMayLag() {
        return false;
    }

    @Override
    public String toString() {
        return kills + " kills";
    }
}
