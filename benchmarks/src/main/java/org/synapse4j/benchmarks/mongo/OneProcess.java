package org.synapse4j.benchmarks.mongo;

import com.mongodb.client.MongoClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** One of several processes that append to the same store: for each number of seconds that it reads, a slice of its load. */
final class OneProcess {
    private static final int THREADS = 2;

    private OneProcess() {}

    /**
     * Runs it, until its input ends.
     *
     * @param args the server, the contender, the layout, the collection or prefix, this process's number
     */
    public static void main(String[] args) throws IOException {
        try (BufferedReader slices = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                MongoClient client = MongoMain.client(args[0]);
                Contender contender = Contender.of(args[1], client, args[2], args[3], Integer.parseInt(args[4]));
                Load load = new Load(THREADS, (thread, count) -> contender.append(thread, count, 1))) {
            for (String slice = slices.readLine(); slice != null; slice = slices.readLine()) {
                System.out.println(Arrays.stream(load.run(Double.parseDouble(slice)))
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(" ")));
            }
        }
    }
}
