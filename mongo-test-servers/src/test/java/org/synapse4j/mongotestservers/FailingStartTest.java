package org.synapse4j.mongotestservers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mongod that ends at once. */
class FailingStartTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder = Path.of("");

    @Test
    void isNotWaitedFor() {
        IllegalStateException failure = assertTimeout(
                SOON, () -> assertThrows(IllegalStateException.class, () -> ReplicaSet.start(mongod(), 1)));
        assertTrue(String.valueOf(failure.getMessage()).contains("no such option"), failure.getMessage());
        assertTrue(String.valueOf(failure.getMessage()).contains("its process has ended"), failure.getMessage());
    }

    @Test
    void isTriedOnce() throws Exception {
        ProcessBuilder jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asking.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        jvm.environment().remove("MONGODB_URI");
        jvm.environment().put("MONGOD", mongod().toString());
        Process process = jvm.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertEquals(List.of("failed", "failed"), said.lines().toList());
        assertEquals(1, Files.readAllLines(folder.resolve("starts")).size());
    }

    private Path mongod() throws IOException {
        String script = "#!/bin/sh\necho >>" + folder.resolve("starts") + "\necho no such option\nexit 2\n";
        Path mongod = Files.writeString(folder.resolve("mongod"), script);
        assertTrue(mongod.toFile().setExecutable(true));
        return mongod;
    }

    /** A JVM that asks for the shared server twice. */
    static final class Asking {
        private Asking() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                assertThrows(IllegalStateException.class, RealMongo::single);
                System.out.println("failed");
            }
        }
    }
}
