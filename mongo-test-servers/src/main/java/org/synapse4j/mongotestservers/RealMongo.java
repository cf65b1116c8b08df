package org.synapse4j.mongotestservers;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A real MongoDB that this JVM's tests share; each uses databases of its own. Found, and started if need be, when it is first
 * asked for; what was started ends with the JVM, whatever ends that. (A container of Docker's outlives a JVM that is killed, where
 * Testcontainers is told to do without Ryuk.) Thread-safe.
 */
public final class RealMongo {
    private static final Pattern URI = Pattern.compile("(mongodb(?:\\+srv)?://)([^/?]+)(?:/([^?]*))?(?:\\?(.*))?");
    private static final Object LOCK = new Object();

    /** The servers started for all. Unreachable, one would be collected, its pipe closed, and the server ended with that. */
    private static final List<ReplicaSet> STARTED = new ArrayList<>();

    private static @Nullable Found found;
    private static @Nullable RealMongo shared;
    /** Why what was found did not start. To find that out again may take minutes. */
    private static @Nullable String failure;

    private enum Origin {
        NAMED("named by MONGODB_URI"),
        STARTED("started for this run"),
        DOCKER("started by Docker");

        private final String words;

        Origin(String words) {
            this.words = words;
        }
    }

    private final String uri;
    private final Origin origin;
    private final String description;

    private RealMongo(String uri, Origin origin) {
        this.uri = uri;
        this.origin = origin;
        try (MongoClient client = MongoClients.create(uri)) {
            Document build = client.getDatabase("admin").runCommand(new Document("buildInfo", 1));
            this.description = "MongoDB " + build.getString("version") + ", " + origin.words;
        }
    }

    /**
     * The server that is there; empty, with the reason printed once, where none is. The first call blocks until it is ready,
     * a second or two where it is started, up to ten by Docker. What did not start is not started again: each later call fails at once,
     * unless it was an interruption that the first failed by.
     *
     * @throws IllegalStateException if the environment names a mongod that is none, or what is found does not start
     * @throws MongoException if the server that {@code MONGODB_URI} names does not answer
     */
    public static Optional<RealMongo> single() {
        synchronized (LOCK) {
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
            try {
                if (shared == null) {
                    shared = open(found());
                }
                return Optional.ofNullable(shared);
            } catch (IllegalStateException e) {
                failure = Thread.currentThread().isInterrupted() ? null : e.getMessage();
                throw e;
            }
        }
    }

    /**
     * A replica set of the caller's own, with a primary elected; empty, with the reason printed once, where there is no mongod
     * to start. Blocks for some seconds.
     *
     * @param nodes how many, from 1
     * @throws IllegalStateException if the environment names a mongod that is none, or it does not start
     */
    public static Optional<ReplicaSet> replicaSet(int nodes) {
        return program("replica set of " + nodes + " real servers").map(mongod -> ReplicaSet.start(mongod, nodes));
    }

    /**
     * A server of the caller's own that is no member of a replica set; empty, with the reason printed once, where there is no mongod
     * to start. Blocks for a second or two.
     *
     * @throws IllegalStateException if the environment names a mongod that is none, or it does not start
     */
    public static Optional<Standalone> standalone() {
        return program("server of a test's own").map(Standalone::start);
    }

    /** {@link #single()} for a test, which is aborted where none is. */
    public static RealMongo singleOrAbort() {
        return single().orElseGet(() -> Assumptions.abort("No real MongoDB is there: set MONGODB_URI or MONGOD"));
    }

    /** {@link #replicaSet(int)} for a test, which is aborted where there is no mongod to start. */
    public static ReplicaSet replicaSetOrAbort(int nodes) {
        return replicaSet(nodes)
                .orElseGet(() -> Assumptions.abort("No mongod is there to start a replica set of: set MONGOD"));
    }

    /** {@link #standalone()} for a test, which is aborted where there is no mongod to start. */
    public static Standalone standaloneOrAbort() {
        return standalone().orElseGet(() -> Assumptions.abort("No mongod is there to start: set MONGOD"));
    }

    /**
     * How a driver reaches it, with this database and these options besides its own.
     *
     * @param database the database to name
     * @param options each as {@code name=value}
     */
    public String connectionString(String database, String... options) {
        return withDatabase(uri, database, options);
    }

    /** The name in reports: version, and where it is from. No credentials. */
    public String description() {
        return description;
    }

    /**
     * Gives a server that was started for this run a larger cache than tests need; no other server is changed.
     *
     * @param gigabytes how much, from 1
     * @throws MongoException if it refuses
     */
    public void cache(int gigabytes) {
        if (origin == Origin.STARTED) {
            try (MongoClient client = MongoClients.create(uri)) {
                client.getDatabase("admin")
                        .runCommand(new Document("setParameter", 1)
                                .append("wiredTigerEngineRuntimeConfig", "cache_size=" + gigabytes + "G"));
            }
        }
    }

    /** The database that credentials are looked up in stays the one that the line named. */
    static String withDatabase(String uri, String database, String... more) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw new IllegalStateException("MONGODB_URI is not of the form mongodb://host/database?options");
        }
        String named = Optional.ofNullable(parts.group(3)).orElse("");
        String own = Optional.ofNullable(parts.group(4)).orElse("");
        List<String> options = new ArrayList<>(own.isEmpty() ? List.of() : List.of(own));
        if (parts.group(2).contains("@") && !own.toLowerCase(Locale.ROOT).contains("authsource=")) {
            options.add("authSource=" + (named.isEmpty() ? "admin" : named));
        }
        options.addAll(List.of(more));
        return parts.group(1) + parts.group(2) + "/" + database
                + (options.isEmpty() ? "" : "?" + String.join("&", options));
    }

    private static @Nullable RealMongo open(Found there) {
        if (there instanceof Found.Running running) {
            return new RealMongo(running.uri(), Origin.NAMED);
        }
        if (there instanceof Found.Program program) {
            ReplicaSet set = ReplicaSet.start(program.mongod(), 1);
            STARTED.add(set);
            return new RealMongo(set.connectionString("admin"), Origin.STARTED);
        }
        return there instanceof Found.Docker ? new RealMongo(DockerMongo.start(), Origin.DOCKER) : null;
    }

    /** The mongod to start something by. */
    private static Optional<Path> program(String what) {
        Found there;
        synchronized (LOCK) {
            there = found();
        }
        if (there instanceof Found.Program program) {
            return Optional.of(program.mongod());
        }
        if (!(there instanceof Found.Nothing)) {
            OnceWarned.say("No " + what + ": that needs a mongod, named by MONGOD");
        }
        return Optional.empty();
    }

    private static Found found() {
        Found there = found;
        if (there == null) {
            there = Found.in(System.getenv(), DockerMongo::isThere);
            found = there;
            if (there instanceof Found.Nothing nothing) {
                OnceWarned.say("No real MongoDB to test on: " + nothing.reason());
            }
        }
        return there;
    }
}
