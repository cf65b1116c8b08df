package org.synapse4j.mongotestservers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills a JVM that runs a replica set with SIGKILL, and sees that nothing of the set is left. */
@Timeout(120)
class OrphanTest {
    private static final long GONE_SECONDS = 30;

    @ParameterizedTest
    @ValueSource(strings = {"running", "paused", "restarted"})
    void noMongodOutlivesItsJvm(String state) throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        state)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
            String first = said.readLine();
            assumeFalse("none".equals(first), "no mongod is there");
            ProcessHandle mongod = process(first);
            ProcessHandle supervisor = process(said.readLine());
            Path data = Path.of(said.readLine());
            assertTrue(mongod.isAlive());
            assertTrue(Files.isDirectory(data));
            jvm.destroyForcibly();
            mongod.onExit().get(GONE_SECONDS, TimeUnit.SECONDS);
            supervisor.onExit().get(GONE_SECONDS, TimeUnit.SECONDS);
            assertFalse(Files.exists(data));
        } finally {
            jvm.destroyForcibly();
        }
    }

    private static ProcessHandle process(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** The JVM that is killed. */
    static final class Victim {
        private Victim() {}

        @SuppressWarnings("resource")
        public static void main(String[] arguments) throws IOException {
            Optional<ReplicaSet> set = RealMongo.replicaSet(1);
            if (set.isEmpty()) {
                System.out.println("none");
                return;
            }
            if (arguments[0].equals("paused")) {
                set.get().pausePrimary();
            } else if (arguments[0].equals("restarted")) {
                set.get().restart(set.get().killPrimary());
            }
            System.out.println(set.get().pid(0));
            System.out.println(set.get().supervisorPid());
            System.out.println(set.get().data());
            // Until it is killed, or who started it is gone.
            int unused = System.in.read();
        }
    }
}
