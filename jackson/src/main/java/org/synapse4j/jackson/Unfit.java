package org.synapse4j.jackson;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Classes of the JDK that Jackson writes, and that do not come back as what they were, or not on another machine. */
final class Unfit {
    /** By name, since not every application has all of their modules. */
    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("java.lang.Throwable", "store what matters of it as text"),
            Map.entry("java.lang.Class", "store a name of your own"),
            Map.entry("java.util.BitSet", "store its toLongArray()"),
            Map.entry("java.util.Calendar", "use java.time.ZonedDateTime"),
            Map.entry("java.util.TimeZone", "use java.time.ZoneId"),
            Map.entry("java.util.regex.Pattern", "store its text, and its flags"),
            Map.entry("java.io.File", "store its text, since it is made absolute where it is written"),
            Map.entry("java.nio.file.Path", "store its text, since it is made absolute where it is written"),
            Map.entry("java.net.InetAddress", "store its text, since reading it asks the name service"),
            Map.entry("java.net.InetSocketAddress", "store its text, since reading it asks the name service"),
            Map.entry("java.sql.Timestamp", "use java.time.Instant"),
            Map.entry("java.sql.Date", "use java.time.LocalDate"),
            Map.entry("java.sql.Time", "use java.time.LocalTime"));

    private Unfit() {}

    /** The reason not to store objects of this class, and what to do instead; empty where there is none. */
    static Optional<String> reason(Class<?> type) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> above = type; above != null; above = above.getSuperclass()) {
            classes.add(above);
            classes.addAll(Arrays.asList(above.getInterfaces()));
        }
        return classes.stream()
                .filter(above -> INSTEAD.containsKey(above.getName()))
                .findFirst()
                .map(above -> "is a " + above.getName() + ", which does not come back as it was; "
                        + INSTEAD.get(above.getName()));
    }

    /** Whether it is one of the JDK's own. */
    static boolean ofJdk(Class<?> type) {
        return type.getName().startsWith("java.") || type.getName().startsWith("javax.");
    }
}
