package org.synapse4j.mongotestservers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The shell script that is the parent of the mongods, and ends them and their data when this JVM ends. Thread-safe. */
final class Supervisor implements AutoCloseable {
    private static final long STOP_SECONDS = 30;

    private final Path data;
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    private Supervisor(Path data, Process process) {
        this.data = data;
        this.process = process;
        this.orders = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Supervisor start(Path mongod, String replicaSet) {
        try (InputStream script = Supervisor.class.getResourceAsStream("supervisor.sh")) {
            if (script == null) {
                throw new IllegalStateException("supervisor.sh is missing");
            }
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            Path data = Files.createTempDirectory("synapse4j-mongod-");
            Process process = new ProcessBuilder(
                            "sh", "-c", text, "supervisor", data.toString(), mongod.toString(), replicaSet)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Supervisor(data, process);
        } catch (IOException e) {
            throw new UncheckedIOException("No mongod can be started", e);
        }
    }

    /** Starts the node, on the data that it had; one that still runs is killed first. Returns its process id. */
    long start(int node, int port) {
        return order("start " + node + " " + port);
    }

    /** Returns when the process is gone. */
    void kill(int node) {
        order("kill " + node);
    }

    void pause(int node) {
        order("pause " + node);
    }

    void resume(int node) {
        order("resume " + node);
    }

    long pid() {
        return process.pid();
    }

    Path data() {
        return data;
    }

    /** The last lines of the node's log, for messages. */
    String log(int node) {
        try {
            String log = Files.readString(data.resolve(node + ".log"), StandardCharsets.UTF_8);
            return log.substring(Math.max(0, log.length() - 2000));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    /** Kills all nodes and removes their data. Returns when they are gone. */
    @Override
    public synchronized void close() {
        try {
            orders.close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The mongods in " + data + " do not stop");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The supervisor of " + data + " is gone", e);
        } catch (InterruptedException e) {
            // It goes on stopping them, seen or not.
            Thread.currentThread().interrupt();
        }
    }

    private synchronized long order(String line) {
        try {
            orders.write(line + "\n");
            orders.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("The supervisor of " + data + " is gone");
            }
            return answer.isEmpty() ? 0 : Long.parseLong(answer);
        } catch (IOException e) {
            throw new UncheckedIOException("The supervisor of " + data + " is gone", e);
        }
    }
}
