package org.synapse4j.mongoembedded;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The commands that the server has been sent since it started, in the order in which they came, so that a test can say how
 * many round trips something takes. The driver's own handshakes are left out; what a fault kept from being executed is in.
 * Keeps the last {@value #KEPT} and counts all. Thread-safe.
 */
public final class CommandLog {
    private static final int KEPT = 10_000;

    private final Deque<Seen> seen = new ArrayDeque<>();
    private final Map<String, Long> counts = new HashMap<>();

    CommandLog() {}

    /** The commands, oldest first, as of now. Never blocks for long. */
    public synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    /**
     * How many commands of this name there were.
     *
     * @param command such as {@code insert}; case does not matter
     */
    public synchronized long count(String command) {
        return counts.getOrDefault(command.toLowerCase(Locale.ROOT), 0L);
    }

    /** How many commands there were. */
    public synchronized long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Forgets all commands, and counts from zero. */
    public synchronized void clear() {
        seen.clear();
        counts.clear();
    }

    synchronized void add(Request request) {
        if (seen.size() == KEPT) {
            seen.remove();
        }
        seen.add(new Seen(
                request.name(), request.collection(), request.statements().size()));
        counts.merge(request.name().toLowerCase(Locale.ROOT), 1L, Long::sum);
    }

    /**
     * A command that was sent. Immutable.
     *
     * @param name its name, as the driver writes it: {@code insert}, {@code find}, {@code findAndModify}
     * @param collection the collection it was for; empty where it was for none
     * @param statements how many documents, updates or deletes it carried; 0 where it is no write
     */
    public record Seen(String name, String collection, int statements) {}
}
