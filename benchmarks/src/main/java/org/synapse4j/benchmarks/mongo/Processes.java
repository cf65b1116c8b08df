package org.synapse4j.benchmarks.mongo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Several real processes at once, two threads each. */
final class Processes {
    private Processes() {}

    /** The sum of what the processes came to; of the latencies the mean median and the worst p99. */
    static Figures run(int processes, String uri, String who, String layout, String name, int seconds) {
        List<Process> running = new ArrayList<>();
        try {
            for (int number = 0; number < processes; number++) {
                running.add(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OneProcess.class.getName(),
                                uri,
                                who,
                                layout,
                                name,
                                Integer.toString(number + 1),
                                "2",
                                Integer.toString(seconds))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
            }
            double perSecond = 0;
            double median = 0;
            double p99 = 0;
            for (Process process : running) {
                double[] figures = figures(process);
                perSecond += figures[0];
                median += figures[1] / processes;
                p99 = Math.max(p99, figures[2]);
            }
            return new Figures(perSecond, median, p99);
        } catch (IOException e) {
            throw new IllegalStateException("A process did not start", e);
        } finally {
            running.forEach(Process::destroyForcibly);
        }
    }

    private static double[] figures(Process process) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("figures ")) {
                    String[] parts = line.split(" ", -1);
                    return new double[] {
                        Double.parseDouble(parts[1]), Double.parseDouble(parts[2]), Double.parseDouble(parts[3])
                    };
                }
            }
        }
        throw new IllegalStateException("A process ended without figures");
    }
}
