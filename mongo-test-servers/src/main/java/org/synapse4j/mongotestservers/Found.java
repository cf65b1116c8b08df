package org.synapse4j.mongotestservers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A server to test on. */
sealed interface Found {
    /** A server that somebody else runs. */
    record Running(String uri) implements Found {}

    /** A program to start. */
    record Program(Path mongod) implements Found {}

    /** Docker's engine. */
    record Docker() implements Found {}

    /** Nothing, and why. */
    record Nothing(String reason) implements Found {}

    /**
     * Looks for it.
     *
     * @param environment the environment variables
     * @param docker whether Docker's engine answers; asked last
     * @throws IllegalStateException if the environment names a mongod that is none
     */
    static Found in(Map<String, String> environment, BooleanSupplier docker) {
        String uri = environment.getOrDefault("MONGODB_URI", "");
        if (!uri.isEmpty()) {
            return new Running(uri);
        }
        String named = environment.getOrDefault("MONGOD", "");
        if (!named.isEmpty()) {
            Path mongod = Path.of(named);
            if (!isProgram(mongod)) {
                throw new IllegalStateException("MONGOD names no program: " + named);
            }
            return new Program(mongod);
        }
        Optional<Path> onPath = Arrays.stream(
                        environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "mongod"))
                .filter(Found::isProgram)
                .findFirst();
        if (onPath.isPresent()) {
            return new Program(onPath.get());
        }
        return docker.getAsBoolean()
                ? new Docker()
                : new Nothing(
                        "MONGODB_URI and MONGOD are not set, there is no mongod on the PATH, and no Docker engine "
                                + "answers; scripts/get-mongod gets a mongod");
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
