package org.synapse4j.mongotestservers;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script alone, with a program that does nothing in the place of mongod. */
@Timeout(60)
class SupervisorTest {
    private static final long GONE_SECONDS = 30;

    @TempDir
    Path folder = Path.of("");

    @Test
    void nothingIsLeftIfTheJvmEndsBeforeItsOrderIsAnswered() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Process supervisor = supervisor(data);
        ProcessHandle node;
        try (Writer orders = supervisor.outputWriter(StandardCharsets.UTF_8);
                BufferedReader answers = new BufferedReader(
                        new InputStreamReader(supervisor.getInputStream(), StandardCharsets.UTF_8))) {
            orders.write("start 0 1\n");
            orders.flush();
            node = process(answers.readLine());
            signal("STOP", supervisor);
            orders.write("start 1 2\n");
        }
        signal("CONT", supervisor);
        try {
            assertTrue(supervisor.waitFor(GONE_SECONDS, TimeUnit.SECONDS));
            assertFalse(node.isAlive());
            assertFalse(Files.exists(data));
        } finally {
            node.destroyForcibly();
        }
    }

    @Test
    void aNodeThatIsStartedTwiceRunsOnce() throws Exception {
        Supervisor supervisor = Supervisor.start(program(), "rs");
        ProcessHandle first = process(Long.toString(supervisor.start(0, 1)));
        try {
            ProcessHandle second = process(Long.toString(supervisor.start(0, 1)));
            assertFalse(first.isAlive());
            assertTrue(second.isAlive());
            supervisor.close();
            assertFalse(second.isAlive());
        } finally {
            first.destroyForcibly();
        }
    }

    private Process supervisor(Path data) throws IOException {
        try (InputStream script = requireNonNull(Supervisor.class.getResourceAsStream("supervisor.sh"))) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return new ProcessBuilder(
                            "sh",
                            "-c",
                            text,
                            "supervisor",
                            data.toString(),
                            program().toString(),
                            "rs")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
    }

    private Path program() throws IOException {
        Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\nexec sleep 300\n");
        assertTrue(program.toFile().setExecutable(true));
        return program;
    }

    private static void signal(String name, Process process) throws Exception {
        String kill = "kill -" + name + " " + process.pid();
        assertEquals(0, new ProcessBuilder("sh", "-c", kill).start().waitFor());
    }

    private static ProcessHandle process(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
}
