package org.synapse4j.benchmarks.mongo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Several real processes that append to the same store, whenever they are told to. */
final class Processes implements Slices {
    private final List<One> all = new ArrayList<>();

    /** A process, and the two ends of the talk with it. */
    private record One(Process process, Writer to, BufferedReader from) {}

    /**
     * Starts them.
     *
     * @param main a program that makes a slice of its load for each number of seconds that it reads, and writes a line of what the calls took
     * @param arguments of the program; the number of the process, from 1 on, follows them
     */
    Processes(int processes, Class<?> main, List<String> arguments) {
        try {
            for (int number = 1; number <= processes; number++) {
                List<String> command = new ArrayList<>(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        // Two processors would compile for minutes with the second compiler of so many JVMs.
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()));
                command.addAll(arguments);
                command.add(Integer.toString(number));
                Process process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                all.add(new One(
                        process,
                        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8),
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))));
            }
        } catch (IOException e) {
            close();
            throw new IllegalStateException("A process did not start", e);
        }
    }

    @Override
    public long[] run(double seconds) {
        LongStream.Builder latencies = LongStream.builder();
        try {
            for (One one : all) {
                one.to.write(seconds + "\n");
                one.to.flush();
            }
            for (One one : all) {
                String line = one.from.readLine();
                if (line == null) {
                    throw new IllegalStateException("A process ended before it was told to");
                }
                for (String nanos : line.split(" ", -1)) {
                    if (!nanos.isEmpty()) {
                        latencies.add(Long.parseLong(nanos));
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("A process does not answer", e);
        }
        return latencies.build().toArray();
    }

    @Override
    public void close() {
        all.forEach(one -> one.process.destroyForcibly());
    }
}
