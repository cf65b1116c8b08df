package org.synapse4j.mongocommon.internal;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.WrongLayoutException;
import org.synapse4j.api.spi.StorageUri;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoOptions.Tags;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongocommon.documents.CommitLayout;

/** The line of configuration of both layouts: a MongoDB connection string with a database, and options of ours among the driver's. */
public final class MongoUri {
    /** The schemes that connection strings have. */
    public static final Set<String> SCHEMES = Set.of("mongodb", "mongodb+srv");

    private static final Set<String> OURS = Set.of("layout", "prefix", "deadline", "grace", "indexes", "tags");

    /** The options that the driver documents for connection strings; it takes them in any case. */
    private static final Set<String> DRIVERS = Set.of(
            "appName",
            "authMechanism",
            "authMechanismProperties",
            "authSource",
            "compressors",
            "connectTimeoutMS",
            "directConnection",
            "heartbeatFrequencyMS",
            "journal",
            "loadBalanced",
            "localThresholdMS",
            "maxConnecting",
            "maxIdleTimeMS",
            "maxLifeTimeMS",
            "maxPoolSize",
            "maxStalenessSeconds",
            "minPoolSize",
            "proxyHost",
            "proxyPassword",
            "proxyPort",
            "proxyUsername",
            "readConcernLevel",
            "readPreference",
            "readPreferenceTags",
            "replicaSet",
            "retryReads",
            "retryWrites",
            "serverMonitoringMode",
            "serverSelectionTimeoutMS",
            "socketTimeoutMS",
            "srvMaxHosts",
            "srvServiceName",
            "ssl",
            "timeoutMS",
            "tls",
            "tlsAllowInvalidHostnames",
            "tlsInsecure",
            "uuidRepresentation",
            "w",
            "waitQueueTimeoutMS",
            "wTimeoutMS",
            "zlibCompressionLevel");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private MongoUri() {}

    /**
     * Connects, and opens the storage that the line names, in this layout.
     *
     * @throws ConfigurationException if the line names no database, or an option that is not known or has a wrong value; if a
     *     collection or an index is there that cannot keep a store's promises, or the user may not make one
     * @throws WrongLayoutException if the store is there in another layout
     * @throws StorageUnavailableException if the server cannot be reached within the deadline
     */
    public static MongoStorage open(StorageUri uri, CommitLayout layout) {
        requireKnown(uri);
        MongoOptions options = options(uri);
        boolean ensure = ensures(uri);
        String example = "mongodb://host:port/database?layout=" + layout.name();
        ConnectionString connection = connection(uri, example);
        String database = database(connection, example);
        Deadline deadline = Deadline.in(options.deadline());
        MongoClient client = client(uri, connection, options, example);
        try {
            LayoutStorage storage = LayoutStorage.owning(layout, client, database, options);
            if (ensure) {
                storage.ensureAtOpening();
            }
            return storage;
        } catch (RuntimeException | Error error) {
            new OwnClient(client).close(deadline);
            throw error;
        }
    }

    private static void requireKnown(StorageUri uri) {
        Set<String> known = new TreeSet<>(OURS);
        known.addAll(DRIVERS);
        uri.options().keySet().stream()
                .filter(option -> DRIVERS.stream().anyMatch(option::equalsIgnoreCase))
                .forEach(known::add);
        uri.allowOnly(known);
    }

    private static MongoOptions options(StorageUri uri) {
        String name = "a letter, then up to 39 of A-Z a-z 0-9 _";
        String duration = "500ms, 10s, 2m and the like, from 1ms to 525600m";
        MongoOptions options = MongoOptions.defaults();
        options = with(uri, "prefix", name, options, MongoOptions::withPrefix);
        options = with(uri, "deadline", duration, options, (before, value) -> before.withDeadline(duration(value)));
        options = with(uri, "grace", duration, options, (before, value) -> before.withGrace(duration(value)));
        return options.withTags(tags(uri));
    }

    private static Tags tags(StorageUri uri) {
        return one(uri, "tags", "indexed", "none").equals("none") ? Tags.NONE : Tags.INDEXED;
    }

    private static MongoOptions with(
            StorageUri uri,
            String option,
            String form,
            MongoOptions before,
            BiFunction<MongoOptions, String, MongoOptions> set) {
        Optional<String> value = uri.option(option);
        if (value.isEmpty()) {
            return before;
        }
        try {
            return set.apply(before, value.get());
        } catch (InvalidValueException wrong) {
            throw new ConfigurationException(
                    "Option '" + option + "' has the value '" + value.get() + "'.",
                    List.of(option + "=" + form),
                    wrong);
        }
    }

    private static boolean ensures(StorageUri uri) {
        return one(uri, "indexes", "ensure", "require").equals("ensure");
    }

    /** The value of an option that has two; the first one if it is not given. */
    private static String one(StorageUri uri, String option, String usual, String other) {
        String value = uri.option(option).orElse(usual);
        if (!List.of(usual, other).contains(value)) {
            throw new ConfigurationException(
                    "Option '" + option + "' has the value '" + value + "'.",
                    List.of(option + "=" + usual, option + "=" + other));
        }
        return value;
    }

    private static Duration duration(String value) {
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw new InvalidValueException("duration", "is '" + value + "'");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMinutes(count);
        };
    }

    /** The line without our options, as it was written. */
    private static ConnectionString connection(StorageUri uri, String example) {
        List<String> drivers = drivers(uri);
        int question = uri.text().indexOf('?');
        String base = question < 0 ? uri.text() : uri.text().substring(0, question);
        try {
            return new ConnectionString(drivers.isEmpty() ? base : base + "?" + String.join("&", drivers));
        } catch (IllegalArgumentException error) {
            throw notTaken(uri, example);
        }
    }

    /** The options of the line that are the driver's, each as it was written. */
    private static List<String> drivers(StorageUri uri) {
        int question = uri.text().indexOf('?');
        return question < 0
                ? List.of()
                : Stream.of(uri.text().substring(question + 1).split("&", -1))
                        .filter(pair -> !pair.isEmpty() && !OURS.contains(pair.replaceFirst("=.*", "")))
                        .toList();
    }

    /** Some values are judged by the driver only where it uses them. */
    private static MongoClient client(
            StorageUri uri, ConnectionString connection, MongoOptions options, String example) {
        try {
            return MongoClients.create(settings(connection, options));
        } catch (IllegalArgumentException | IllegalStateException error) {
            throw notTaken(uri, example);
        }
    }

    private static ConfigurationException notTaken(StorageUri uri, String example) {
        return new ConfigurationException(new ConnectionFault(uri, drivers(uri)).sentence(), List.of(example));
    }

    private static String database(ConnectionString connection, String example) {
        String database = connection.getDatabase();
        if (database == null) {
            throw new ConfigurationException("The connection string names no database.", List.of(example));
        }
        if (connection.getCollection() != null) {
            throw new ConfigurationException(
                    "The connection string names '" + database + "." + connection.getCollection()
                            + "', a collection; the name of a database has no dot.",
                    List.of(example));
        }
        return database;
    }

    private static MongoClientSettings settings(ConnectionString connection, MongoOptions options) {
        long deadline = options.deadline().toMillis();
        MongoClientSettings.Builder settings = MongoClientSettings.builder().applyConnectionString(connection);
        if (connection.getServerSelectionTimeout() == null) {
            settings.applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(deadline, TimeUnit.MILLISECONDS));
        }
        return settings.build();
    }
}
