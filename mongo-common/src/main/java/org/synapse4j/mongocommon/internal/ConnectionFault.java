package org.synapse4j.mongocommon.internal;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.synapse4j.api.spi.StorageUri;

/**
 * Which part of a connection string the driver does not take, and why, where nothing that may be secret is shown. What the driver
 * itself says of it may hold parts of a password, so it is asked once more, about the options alone.
 */
final class ConnectionFault {
    private static final Pattern ESCAPED = Pattern.compile("%\\p{XDigit}{2}");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");
    private static final int HIGHEST_PORT = 65_535;

    /** Options that only a look-up by DNS has, which is not made to find a fault. */
    private static final Set<String> OF_DNS = Set.of("srvmaxhosts", "srvservicename");

    private static final Set<String> SECRET = Set.of("authmechanismproperties", "proxypassword", "proxyusername");

    private final StorageUri uri;
    private final List<String> options;

    /** @param options those of the line that are the driver's, each as it was written */
    ConnectionFault(StorageUri uri, List<String> options) {
        this.uri = uri;
        this.options = options;
    }

    /** The fault of the line, in a sentence. */
    String sentence() {
        return whereItConnects()
                .or(this::whatItSays)
                .orElse("The driver does not take this connection string: " + uri + ".");
    }

    private Optional<String> whereItConnects() {
        if (!uri.rest().startsWith("//")) {
            return Optional.of("Behind '" + uri.scheme() + ":' two slashes are missing.");
        }
        String rest = uri.rest().substring(2);
        int at = rest.lastIndexOf('@');
        String user = at < 0 ? "" : rest.substring(0, at);
        String place = rest.substring(at + 1);
        int slash = place.indexOf('/');
        String hosts = slash < 0 ? place : place.substring(0, slash);
        return (at < 0 ? Optional.<String>empty() : ofUser(user))
                .or(() -> Stream.of(hosts.split(",", -1))
                        .map(this::ofHost)
                        .flatMap(Optional::stream)
                        .findFirst())
                .or(() -> slash < 0 ? Optional.empty() : ofDatabase(place.substring(slash + 1)));
    }

    private static Optional<String> ofUser(String user) {
        int colon = user.indexOf(':');
        if (colon == 0 || user.isEmpty()) {
            return Optional.of("Before the @ stands no user.");
        }
        String unescaped = user.substring(0, Math.max(colon, 0))
                + ESCAPED.matcher(user.substring(colon + 1)).replaceAll("");
        List<String> wrong = Stream.of("@", "/", ":", "%")
                .filter(unescaped::contains)
                .map(reserved -> reserved + " as %"
                        + Integer.toHexString(reserved.charAt(0)).toUpperCase(Locale.ROOT))
                .toList();
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of("In a user or a password is to be written " + String.join(", ", wrong) + ".");
    }

    private Optional<String> ofHost(String host) {
        if (host.isEmpty()) {
            return Optional.of("A host is missing.");
        }
        String name = host.startsWith("[") ? host.substring(0, host.indexOf(']') + 1) : host.replaceFirst(":.*", "");
        String port = host.substring(name.length());
        if (name.isEmpty() || port.indexOf(':', 1) > 0) {
            return Optional.of("A host is written name:port, one by its address in IPv6 [address]:port.");
        }
        if (port.isEmpty()) {
            return Optional.empty();
        }
        if (uri.scheme().endsWith("+srv")) {
            return Optional.of("Behind '" + uri.scheme() + "://' stands one host, without a port.");
        }
        boolean isPort = port.startsWith(":")
                && PORT.matcher(port.substring(1)).matches()
                && Integer.parseInt(port.substring(1)) <= HIGHEST_PORT;
        return isPort
                ? Optional.empty()
                : Optional.of("The port of host '" + name + "' is not a number up to " + HIGHEST_PORT + ".");
    }

    /** The driver's judgement of the name of a database, asked of the name alone. */
    private static Optional<String> ofDatabase(String database) {
        return refusal(List.of(), "mongodb://localhost/" + database)
                .map(words -> "The database cannot be called '" + database + "': " + words + ".");
    }

    private Optional<String> whatItSays() {
        List<String> all = options.stream()
                .filter(option -> !OF_DNS.contains(name(option)))
                .toList();
        return refusal(all).map(words -> {
            List<String> guilty = all.stream()
                    .filter(option -> refusal(without(option, all)).isEmpty())
                    .toList();
            if (guilty.isEmpty()) {
                guilty = all.stream()
                        .filter(option -> refusal(List.of(option)).isPresent())
                        .limit(1)
                        .toList();
            }
            String named = guilty.stream()
                    .map(option -> "'" + (isSecret(option) ? option.replaceFirst("=.*", "=***") : option) + "'")
                    .collect(Collectors.joining(" and "));
            String why = all.stream().anyMatch(ConnectionFault::isSecret) ? "" : ": " + words;
            return "The driver does not take " + (guilty.isEmpty() ? "the options" : named) + why + ".";
        });
    }

    private static List<String> without(String option, List<String> all) {
        List<String> others = new ArrayList<>(all);
        others.remove(option);
        return others;
    }

    private Optional<String> refusal(List<String> tried) {
        String user = uri.rest().contains("@") ? "user:password@" : "";
        return refusal(tried, "mongodb://" + user + "localhost/database");
    }

    /** The driver's objection to these options of a line that is in order otherwise; empty if it has none. */
    private static Optional<String> refusal(List<String> tried, String line) {
        try {
            MongoClientSettings.builder()
                    .applyConnectionString(new ConnectionString(line + "?" + String.join("&", tried)))
                    .build();
            return Optional.empty();
        } catch (IllegalArgumentException | IllegalStateException error) {
            return Optional.of(String.valueOf(error.getMessage()).replaceFirst("\\.\\s*$", ""));
        }
    }

    private static boolean isSecret(String option) {
        return SECRET.contains(name(option));
    }

    private static String name(String option) {
        return option.replaceFirst("=.*", "").toLowerCase(Locale.ROOT);
    }
}
