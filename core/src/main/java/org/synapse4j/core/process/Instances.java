package org.synapse4j.core.process;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Commit;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.process.ProcessEvent.Advanced;
import org.synapse4j.core.process.ProcessEvent.Correlated;
import org.synapse4j.core.process.ProcessEvent.TimerDue;

/**
 * The instances of a type, in a store: each in a stream of its own, of which only the end is read. They are found by reading a stream, and not by a
 * query of the feed, which may end before what was stored last (ADR 47).
 */
final class Instances<S> {
    /** On events by which timers were set or taken back: what has to be read to know all timers. */
    static final Tag TIMERS = Tag.of("synapse4j:timers");

    private final ProcessType<S> type;
    private final EventStore store;
    private final TypeName advanced;
    private final TypeName timerDue;

    Instances(ProcessType<S> type, EventStore store) {
        this.type = type;
        this.store = store;
        this.advanced = store.typeOf(Advanced.class);
        this.timerDue = store.typeOf(TimerDue.class);
    }

    /**
     * Which instances a tag finds, and those that it did find.
     *
     * @param version of the stream that says so
     */
    record Found(Version version, List<String> instances) {}

    Found find(Tag tag) {
        try (EventStream last =
                store.read(StreamRead.of(type.index(tag)).backwards().limit(1))) {
            if (last.hasNext()) {
                StoredEvent event = last.next();
                return new Found(
                        event.version(), event.payload(Correlated.class).instances());
            }
        }
        return new Found(Version.NONE, List.of());
    }

    /** What the stream of a tag is to say so that it finds this instance, too; empty if it does already. */
    Optional<Found> with(Tag tag, String instance) {
        Found found = find(tag);
        if (found.instances().contains(instance)) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(found.instances());
        all.add(instance);
        return Optional.of(new Found(versionFor(tag, found), all));
    }

    /** The version to be expected of the stream of a tag; where none was found, it may have been deleted. */
    Version versionFor(Tag tag, Found found) {
        if (!found.version().equals(Version.NONE)) {
            return found.version();
        }
        StreamHead head = store.head(type.index(tag));
        // One that is there by now is a conflict, which the append tells.
        return head.exists() ? Version.NONE : head.version();
    }

    /** An instance before its first input. */
    Instance<S> begin(String id) {
        return new Instance<>(
                type.stream(id),
                Version.NONE,
                0,
                0,
                0,
                type.initial(),
                false,
                Set.of(),
                Map.of(),
                Set.of(),
                List.of(),
                Map.of());
    }

    /** The instance as it is; if its stream was removed, as it is before its first input. */
    Instance<S> load(StreamId stream) {
        Deque<StoredEvent> after = new ArrayDeque<>();
        Set<TimerDue> pending = new HashSet<>();
        @Nullable Version version = null;
        try (EventStream events = store.read(StreamRead.of(stream).backwards())) {
            for (StoredEvent event : events) {
                version = version == null ? event.version() : version;
                if (event.type().equals(advanced)) {
                    return loaded(version, event, after, pending);
                }
                if (event.type().equals(timerDue)) {
                    pending.add(event.payload(TimerDue.class));
                } else {
                    after.addFirst(event);
                }
            }
        }
        return begin(stream.id());
    }

    /**
     * The commands that an input led to, if the instance has handled it, or was begun by a later one. Only for one that is older than others that it
     * handled its stream is read.
     */
    Optional<List<StoredEvent>> handled(Instance<S> instance, StoredEvent input) {
        if (instance.position() == input.position().value() && instance.index() == input.index()) {
            return Optional.of(instance.commands());
        }
        if (input.position().value() > instance.highest()) {
            return Optional.empty();
        }
        try (EventStream events = store.read(instance.stream())) {
            boolean begun = false;
            while (events.hasNext()) {
                StoredEvent event = events.next();
                if (event.type().equals(advanced)) {
                    Advanced said = event.payload(Advanced.class);
                    if (said.position() == input.position().value() && said.index() == input.index()) {
                        return Optional.of(commandsAfter(events));
                    }
                    if (!begun && said.position() > input.position().value()) {
                        return Optional.of(List.of());
                    }
                    begun = true;
                }
            }
        }
        return Optional.empty();
    }

    /** What an input led to, to be appended: the instance as it was expected to be, and the tags that find it now. */
    Commit commit(
            Instance<S> before, StoredEvent input, Step step, S state, List<NewEvent> commands, Map<Tag, Found> found) {
        Set<String> correlations = new LinkedHashSet<>();
        step.correlations().forEach(tag -> correlations.add(tag.toString()));
        Map<String, String> timers = new LinkedHashMap<>();
        step.timers().forEach((name, due) -> timers.put(name, due.toString()));
        Advanced first = new Advanced(
                input.position().value(),
                Math.max(before.highest(), input.position().value()),
                input.index(),
                step.ended(),
                List.copyOf(correlations),
                timers);
        Map<String, String> cause = Causes.of(input);
        NewEvent marked = NewEvent.of(first).tagged(correlations.toArray(String[]::new));
        if (!step.timers().equals(before.timers())) {
            marked = marked.tagged(TIMERS.toString());
        }
        List<Object> events = new ArrayList<>();
        events.add(marked.with(cause));
        events.add(NewEvent.of(state).with(cause));
        events.addAll(commands);
        Commit commit = Commit.of(before.stream(), expected(before.version()), events);
        for (Map.Entry<Tag, Found> entry : found.entrySet()) {
            commit = commit.and(
                    type.index(entry.getKey()),
                    expected(entry.getValue().version()),
                    new Correlated(entry.getValue().instances()));
        }
        return commit;
    }

    /** The commands of a step as they are stored and sent. */
    List<NewEvent> commands(Instance<S> instance, StoredEvent input, Step step) {
        List<NewEvent> commands = new ArrayList<>();
        for (NewEvent command : step.commands()) {
            Map<String, String> metadata = new LinkedHashMap<>(command.metadata());
            metadata.putAll(Causes.of(input));
            commands.add(command.with(metadata).withId(commandId(instance.stream(), input, commands.size())));
        }
        return commands;
    }

    /** The timers that an event tells of. */
    static Map<String, Instant> timers(Advanced event) {
        Map<String, Instant> timers = new LinkedHashMap<>();
        event.timers().forEach((name, due) -> timers.put(name, Instant.parse(due)));
        return timers;
    }

    /** The same for the same command of the same input of the same instance, in every process. */
    private static EventId commandId(StreamId instance, StoredEvent input, int number) {
        String text = "synapse4j-process/" + instance + "@" + input.position() + "." + input.index() + "/" + number;
        return EventId.of(UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<StoredEvent> commandsAfter(EventStream events) {
        List<StoredEvent> commands = new ArrayList<>();
        StoredEvent state = events.next();
        while (events.hasNext() && events.peek().commitId().equals(state.commitId())) {
            commands.add(events.next());
        }
        return commands;
    }

    private static ExpectedVersion expected(Version version) {
        return version.equals(Version.NONE) ? ExpectedVersion.noStream() : ExpectedVersion.exactly(version);
    }

    @SuppressWarnings("unchecked") // what this type stored
    private Instance<S> loaded(Version version, StoredEvent last, Deque<StoredEvent> after, Set<TimerDue> pending) {
        Advanced said = last.payload(Advanced.class);
        StoredEvent state = after.pollFirst();
        if (state == null) {
            throw new MisuseException("Stream " + last.stream() + " is none of " + type + ": it tells of no state");
        }
        Set<Tag> correlations = new LinkedHashSet<>();
        said.correlations().forEach(text -> correlations.add(Tag.of(text)));
        return new Instance<>(
                last.stream(),
                version,
                said.position(),
                said.index(),
                said.highest(),
                type.prepared((S) state.payload()),
                said.ended(),
                correlations,
                timers(said),
                Set.copyOf(pending),
                List.copyOf(after),
                Causes.of(last));
    }
}
