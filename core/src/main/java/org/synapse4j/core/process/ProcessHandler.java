package org.synapse4j.core.process;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.Tag;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.process.Instances.Found;
import org.synapse4j.core.process.ProcessEvent.Advanced;
import org.synapse4j.core.process.ProcessEvent.TimerDue;

/**
 * Gives events to the instances of a type, and fires their timers: what {@link Processes} does by a subscription, without a thread. An input is handled
 * once by each instance, however often it comes; its commands are sent again each time, under the same ids. Events are handled by one thread at a time; {@link #fire} may be called by another one.
 *
 * @param <S> the states
 */
public final class ProcessHandler<S> {
    /** How often others may be faster before it is given up. */
    private static final int ATTEMPTS = 20;

    private final ProcessType<S> type;
    private final EventStore store;
    private final Instances<S> instances;
    private final Timers timers = new Timers();
    private final Steps<S> steps;

    private ProcessHandler(ProcessType<S> type, EventStore store, CommandSender sender) {
        this.type = Objects.requireNonNull(type, "type");
        this.store = Objects.requireNonNull(store, "store");
        this.instances = new Instances<>(type, store);
        this.steps = new Steps<>(store, instances, timers, Objects.requireNonNull(sender, "sender"));
    }

    /**
     * A handler that has seen nothing yet.
     *
     * @throws UnknownTypeException if {@link ProcessEvent}, the class of the initial state or one of the events is not registered with the store
     */
    public static <S> ProcessHandler<S> of(ProcessType<S> type, EventStore store, CommandSender sender) {
        Object initial = type.initial();
        store.typeOf(initial.getClass());
        return new ProcessHandler<>(type, store, sender);
    }

    /** The events that it is to be given: the inputs of its type, and what the instances say of their timers. */
    public EventQuery query() {
        EventQuery events = EventQuery.types(
                type.inputs().stream().map(input -> store.typeOf(input).value()).toArray(String[]::new));
        return type.timers().isEmpty()
                ? events
                : events.or(own(TimerDue.class))
                        .or(own(Advanced.class).and(EventQuery.tagged(Instances.TIMERS.toString())));
    }

    /** By what events are kept in order: the tag that finds the instances that one is for, or that found the one that it tells of. */
    public String key(StoredEvent event) {
        if (event.stream().category().equals(type.name())) {
            String instance = event.stream().id();
            return instance.substring(0, Math.max(0, instance.lastIndexOf('@')));
        }
        Object payload = event.payload();
        return type.input(payload.getClass())
                .map(input -> input.correlation().apply(payload))
                .map(Tag::toString)
                .orElse("");
    }

    /**
     * Handles an event. All instances that it is for are given it, whatever one of them throws; the first error is thrown then. Blocking.
     *
     * @throws Exception what a function or the sender throws, and what the store does
     */
    public void handle(StoredEvent event) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                handleOnce(event);
                return;
            } catch (Overtaken other) {
                if (attempt == ATTEMPTS) {
                    throw other.conflict();
                }
            }
        }
    }

    /**
     * Stores of each timer that is due that it is; the instance is given that as an event of the feed. Of those that it knows: which {@link
     * #handle} saw, or {@link #readTimers}. Blocking.
     */
    public void fire(Instant now) {
        for (Timers.Timer timer : timers.due(now)) {
            TimerDue due = new TimerDue(timer.name(), timer.due().toString());
            Instance<S> instance = instances.load(timer.instance());
            if (instance.waitsFor(due) && !instance.pending().contains(due)) {
                try {
                    store.append(
                            instance.stream(),
                            ExpectedVersion.exactly(instance.version()),
                            NewEvent.of(due).with(instance.causes()));
                } catch (VersionConflictException other) {
                    // It handles an input now, after which it may wait no more.
                    continue;
                }
            }
            timers.done(timer);
        }
    }

    /** Reads which timers there are, as one who begins has to. Blocking. */
    public void readTimers() {
        timers.forget();
        EventQuery query = own(Advanced.class).and(EventQuery.tagged(Instances.TIMERS.toString()));
        try (EventStream feed = store.feed(FeedRead.forwards().matching(query))) {
            feed.forEach(this::tell);
        }
    }

    /** When the first timer is due that it knows. */
    public Optional<Instant> nextTimer() {
        return timers.next();
    }

    Timers timers() {
        return timers;
    }

    private EventQuery own(Class<?> event) {
        return EventQuery.category(type.name())
                .and(EventQuery.types(store.typeOf(event).value()));
    }

    private void tell(StoredEvent event) {
        timers.tell(event.stream(), event.version(), Instances.timers(event.payload(Advanced.class)));
    }

    private void handleOnce(StoredEvent event) throws Exception {
        Object payload = event.payload();
        if (payload instanceof Advanced) {
            tell(event);
        } else if (payload instanceof TimerDue due) {
            fired(event, due);
        } else {
            ProcessType.@Nullable Input<S> input =
                    type.input(payload.getClass()).orElse(null);
            @Nullable Tag tag = input == null ? null : input.correlation().apply(payload);
            if (input != null && tag != null) {
                given(event, payload, input, tag);
            }
        }
    }

    private void fired(StoredEvent event, TimerDue due) throws Exception {
        Instance<S> instance = instances.load(event.stream());
        Optional<List<StoredEvent>> handled = instances.handled(instance, event);
        if (handled.isPresent()) {
            steps.sendAgain(handled.get());
        } else if (instance.waitsFor(due)) {
            TimerReaction<S> reaction = type.timer(due.timer())
                    .orElseThrow(() -> new MisuseException(type + " has no function for timer " + due.timer()
                            + " any more, for which " + event.stream() + " waits"));
            Map<String, Instant> left = new LinkedHashMap<>(instance.timers());
            left.remove(due.timer());
            Step step =
                    new Step(instance.stream(), Instant.parse(due.due()), type.timers(), instance.correlations(), left);
            steps.take(instance, event, step, reaction::react, Map.of());
        }
    }

    private void given(StoredEvent event, Object payload, ProcessType.Input<S> input, Tag tag) throws Exception {
        Found found = instances.find(tag);
        List<String> kept = new ArrayList<>();
        @Nullable Exception failed = null;
        for (String id : found.instances()) {
            Instance<S> instance = instances.load(type.stream(id));
            Optional<List<StoredEvent>> handled = instances.handled(instance, event);
            boolean concerned = !instance.ended() && instance.correlations().contains(tag);
            if (handled.isPresent() || concerned) {
                kept.add(id);
                try {
                    if (handled.isPresent()) {
                        steps.sendAgain(handled.get());
                    } else {
                        react(instance, instance.correlations(), event, payload, input, Map.of());
                    }
                } catch (Overtaken all) {
                    throw all;
                } catch (Exception e) {
                    failed = first(failed, e);
                }
            }
        }
        String own = tag + "@" + event.position() + (event.index() == 0 ? "" : "." + event.index());
        boolean starts = switch (input.creation()) {
            case NEVER -> false;
            case IF_NONE -> kept.isEmpty();
            case ALWAYS -> !kept.contains(own);
        };
        if (starts) {
            kept.add(own);
            Found all = new Found(instances.versionFor(tag, found), kept);
            react(instances.begin(own), Set.of(tag), event, payload, input, Map.of(tag, all));
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void react(
            Instance<S> instance,
            Set<Tag> correlations,
            StoredEvent event,
            Object payload,
            ProcessType.Input<S> input,
            Map<Tag, Found> found)
            throws Exception {
        Step step = new Step(instance.stream(), event.time(), type.timers(), correlations, instance.timers());
        steps.take(instance, event, step, (state, now) -> input.reaction().react(state, payload, now), found);
    }

    private static Exception first(@Nullable Exception before, Exception next) {
        if (before == null) {
            return next;
        }
        if (before != next) {
            before.addSuppressed(next);
        }
        return before;
    }
}
