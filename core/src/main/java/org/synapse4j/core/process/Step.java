package org.synapse4j.core.process;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.core.errors.MisuseException;

/**
 * What an instance does with one input beside its new state: all of it is stored with that, or none. For the time of one {@link Reaction}, and
 * for its thread; every call throws {@link MisuseException} after that.
 */
public final class Step {
    private final StreamId instance;
    private final Instant time;
    private final Set<String> known;
    private final Set<Tag> correlations;
    private final Map<String, Instant> timers;
    private final List<NewEvent> commands = new ArrayList<>();
    private boolean ended;
    private boolean over;

    Step(StreamId instance, Instant time, Set<String> known, Set<Tag> correlations, Map<String, Instant> timers) {
        this.instance = instance;
        this.time = time;
        this.known = known;
        this.correlations = new LinkedHashSet<>(correlations);
        this.timers = new LinkedHashMap<>(timers);
    }

    /** The stream of the instance. */
    public StreamId instance() {
        requireOpen();
        return instance;
    }

    /** When the input happened: the time of the event, or when the timer was due. */
    public Instant time() {
        requireOpen();
        return time;
    }

    /** Sends a command, after all of this is stored and after those that were sent before. Its class is registered with the store. */
    public void send(Object payload) {
        send(payload, Map.of());
    }

    /** Sends a command with these metadata; as {@link #send(Object)}. */
    public void send(Object payload, Map<String, String> metadata) {
        requireOpen();
        commands.add(NewEvent.of(Objects.requireNonNull(payload, "payload")).with(metadata));
    }

    /**
     * Sets a timer, or sets it anew. It is due this long after {@link #time()}; where that is past, at once.
     *
     * @throws InvalidValueException if the type has no function for a timer of this name, or the time is beyond what there is
     */
    public void timer(String name, Duration after) {
        requireOpen();
        try {
            timer(name, time.plus(after));
        } catch (DateTimeException | ArithmeticException e) {
            throw new InvalidValueException("timer " + name, "is due beyond all times: after " + after);
        }
    }

    /**
     * Sets a timer, or sets it anew.
     *
     * @throws InvalidValueException if the type has no function for a timer of this name
     */
    public void timer(String name, Instant due) {
        requireKnown(name);
        timers.put(name, Objects.requireNonNull(due, "due"));
    }

    /**
     * Takes a timer back. One that is not set, or was due, changes nothing.
     *
     * @throws InvalidValueException if the type has no function for a timer of this name
     */
    public void cancel(String name) {
        requireKnown(name);
        timers.remove(name);
    }

    /** Lets the instance be found by this tag, too. */
    public void correlate(Tag tag) {
        requireOpen();
        correlations.add(Objects.requireNonNull(tag, "tag"));
    }

    /** Lets the instance not be found by this tag any more. */
    public void dissociate(Tag tag) {
        requireOpen();
        correlations.remove(Objects.requireNonNull(tag, "tag"));
    }

    /** Ends the instance: it gets no more events, and its timers are taken back. What was sent is sent. */
    public void end() {
        requireOpen();
        ended = true;
    }

    /** The function has returned. */
    void close() {
        over = true;
    }

    List<NewEvent> commands() {
        return commands;
    }

    Set<Tag> correlations() {
        return correlations;
    }

    Map<String, Instant> timers() {
        return ended ? Map.of() : timers;
    }

    boolean ended() {
        return ended;
    }

    private void requireKnown(String name) {
        requireOpen();
        if (!known.contains(Objects.requireNonNull(name, "timer"))) {
            throw new InvalidValueException(
                    "timer", "'" + name + "' has no function of this process; there is onTimer for " + known);
        }
    }

    private void requireOpen() {
        if (over) {
            throw new MisuseException("A step of " + instance + " was used after its function had returned");
        }
    }
}
