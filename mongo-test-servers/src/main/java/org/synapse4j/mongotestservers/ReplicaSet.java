package org.synapse4j.mongotestservers;

import com.mongodb.MongoException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * A replica set of mongods on this machine, whose nodes can be killed, paused and made to step down. Nodes are numbered from 0.
 * Each call blocks until it has taken effect. It ends with the JVM if it is not closed before. Thread-safe.
 */
public final class ReplicaSet implements AutoCloseable {
    private static final String NAME = "synapse4j";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ELECTION = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int ELECTION_TIMEOUT_MILLIS = 2000;

    private final Supervisor supervisor;
    private final List<Node> nodes;
    private final List<Long> pids = new ArrayList<>();
    private final Set<Integer> silent = new TreeSet<>();

    private ReplicaSet(Supervisor supervisor, List<Node> nodes) {
        this.supervisor = supervisor;
        this.nodes = nodes;
    }

    static ReplicaSet start(Path mongod, int size) {
        List<Integer> ports = FreePorts.find(size);
        List<Node> nodes = IntStream.range(0, size)
                .mapToObj(node -> new Node(node, ports.get(node)))
                .toList();
        ReplicaSet set = new ReplicaSet(Supervisor.start(mongod, NAME), nodes);
        try {
            set.start();
            return set;
        } catch (RuntimeException | Error e) {
            try (set) {
                throw e;
            }
        }
    }

    /**
     * How a driver reaches it: {@code mongodb://…/database?replicaSet=…}; further options go behind an ampersand.
     *
     * @param database the database to name
     */
    public String connectionString(String database) {
        String hosts = nodes.stream().map(Node::address).collect(Collectors.joining(","));
        return "mongodb://" + hosts + "/" + database + "?replicaSet=" + NAME;
    }

    /**
     * The node that is primary, once one of those that run is.
     *
     * @throws IllegalStateException if none becomes it within a minute, or the thread is interrupted, and then stays so
     */
    public int primary() {
        long deadline = System.nanoTime() + ELECTION.toNanos();
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            List<Node> speaking = speaking();
            if (speaking.isEmpty()) {
                LockSupport.parkNanos(LOOK.toNanos());
            }
            for (Node node : speaking) {
                if (node.await(hello -> hello.getBoolean("isWritablePrimary", false), LOOK, () -> true)) {
                    return node.number();
                }
            }
        }
        throw new IllegalStateException("The replica set elects no primary" + interrupted() + ": " + supervisor.log(0));
    }

    /**
     * The primary steps down, whether the others are ready or not, and is none again for that long.
     *
     * @param notPrimaryFor in whole seconds, at least one
     * @return the node that was primary
     * @throws MongoException if it refuses
     */
    public int stepDown(Duration notPrimaryFor) {
        int primary = primary();
        nodes.get(primary)
                .run(new Document("replSetStepDown", Math.max(1, notPrimaryFor.toSeconds()))
                        .append("secondaryCatchUpPeriodSecs", 0)
                        .append("force", true));
        return primary;
    }

    /** Kills the primary with SIGKILL. Returns which node it was, once its process is gone. */
    public int killPrimary() {
        int primary = primary();
        synchronized (this) {
            silent.add(primary);
        }
        supervisor.kill(primary);
        return primary;
    }

    /**
     * Starts a node that was killed, on its data; one that still runs, or is paused, is killed first. Returns when it follows the
     * others, or leads them.
     *
     * @param node its number
     * @throws IllegalStateException if it does not within a minute, if its process ends, or if the thread is interrupted, and
     *     then stays so
     */
    public void restart(int node) {
        launch(node);
        awaitUp(node);
    }

    /** Pauses the primary with SIGSTOP: it keeps its connections and answers nothing. Returns which node it was. */
    public int pausePrimary() {
        int primary = primary();
        synchronized (this) {
            silent.add(primary);
        }
        supervisor.pause(primary);
        return primary;
    }

    /**
     * Lets a paused node run on. For a moment it may still take itself for the primary.
     *
     * @param node its number
     */
    public void resume(int node) {
        supervisor.resume(node);
        synchronized (this) {
            silent.remove(node);
        }
    }

    /** Kills all nodes and removes their data. Again, it does nothing. */
    @Override
    public void close() {
        try {
            supervisor.close();
        } finally {
            nodes.forEach(Node::close);
        }
    }

    synchronized long pid(int node) {
        return pids.get(node);
    }

    long supervisorPid() {
        return supervisor.pid();
    }

    Path data() {
        return supervisor.data();
    }

    private void start() {
        for (int node = 0; node < nodes.size(); node++) {
            launch(node);
        }
        for (int node = 0; node < nodes.size(); node++) {
            await(node, hello -> true, "does not start");
        }
        List<Document> members = nodes.stream()
                .map(node -> new Document("_id", node.number()).append("host", node.address()))
                .toList();
        nodes.get(0)
                .run(new Document(
                        "replSetInitiate",
                        new Document("_id", NAME)
                                .append("members", members)
                                .append(
                                        "settings",
                                        new Document("electionTimeoutMillis", ELECTION_TIMEOUT_MILLIS)
                                                .append("heartbeatIntervalMillis", ELECTION_TIMEOUT_MILLIS / 4))));
        for (int node = 0; node < nodes.size(); node++) {
            awaitUp(node);
        }
        primary();
    }

    private synchronized void launch(int node) {
        long pid = supervisor.start(node, nodes.get(node).port());
        if (pids.size() == node) {
            pids.add(pid);
        } else {
            pids.set(node, pid);
        }
        silent.remove(node);
    }

    private void awaitUp(int node) {
        await(
                node,
                hello -> hello.getBoolean("isWritablePrimary", false) || hello.getBoolean("secondary", false),
                "does not join its replica set");
    }

    private void await(int node, Predicate<Document> wanted, String otherwise) {
        if (!nodes.get(node).await(wanted, START, () -> runs(node))) {
            String why = runs(node) ? interrupted() : " (its process has ended)";
            throw new IllegalStateException("Node " + node + " " + otherwise + why + ": " + supervisor.log(node));
        }
    }

    /** A process that has ended is alive by its id as long as its parent has not waited for it, but has no program any more. */
    private boolean runs(int node) {
        return ProcessHandle.of(pid(node))
                .flatMap(process -> process.info().command())
                .isPresent();
    }

    private static String interrupted() {
        return Thread.currentThread().isInterrupted() ? " (the thread was interrupted)" : "";
    }

    private synchronized List<Node> speaking() {
        return nodes.stream().filter(node -> !silent.contains(node.number())).toList();
    }
}
