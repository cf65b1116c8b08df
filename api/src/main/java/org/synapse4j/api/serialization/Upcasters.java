package org.synapse4j.api.serialization;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Revision;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.internal.Require;

/**
 * The upcasters of a store, chained: what one leads to, another leads on from, until none does. The order in which they are
 * given means nothing. Immutable and thread-safe, as far as the upcasters are.
 */
public final class Upcasters {
    private final Map<TypeName, Map<Revision, Upcaster<?>>> byType = new HashMap<>();
    private final Map<TypeName, Set<TypeName>> sources = new HashMap<>();

    private Upcasters(Collection<Upcaster<?>> all) {
        for (Upcaster<?> upcaster : Require.elements("upcasters", all)) {
            Upcaster<?> other = byType.computeIfAbsent(upcaster.from().type(), type -> new HashMap<>())
                    .putIfAbsent(upcaster.from().revision(), upcaster);
            if (other != null) {
                throw new InvalidValueException(
                        "upcasters", "name two that lead from " + upcaster.from() + ": " + other + ", and " + upcaster);
            }
        }
        for (Upcaster<?> upcaster : all) {
            for (Schema target : reachable(upcaster)) {
                sources.computeIfAbsent(target.type(), type -> new HashSet<>())
                        .add(upcaster.from().type());
            }
        }
    }

    /** No upcasters. */
    public static Upcasters none() {
        return new Upcasters(List.of());
    }

    /**
     * A chain of these.
     *
     * @throws InvalidValueException if two lead from the same schema, or if they lead in a circle; it names them
     */
    public static Upcasters of(Upcaster<?>... upcasters) {
        return of(Arrays.asList(upcasters));
    }

    /** A chain of these; as {@link #of(Upcaster...)}. */
    public static Upcasters of(Collection<? extends Upcaster<?>> upcasters) {
        return new Upcasters(Require.elements("upcasters", upcasters));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return byType.isEmpty();
    }

    /** Whether one leads from this schema. */
    public boolean touch(TypeName type, Revision revision) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(revision, "revision");
        return at(type, revision) != null;
    }

    /** All type names under which events may be stored that are read as of this type; this one among them. */
    public Set<TypeName> storedNamesOf(TypeName type) {
        Objects.requireNonNull(type, "type");
        Set<TypeName> names = new LinkedHashSet<>(sources.getOrDefault(type, Set.of()));
        names.add(type);
        return names;
    }

    /**
     * Leads an event as far as the chain goes. A payload that is only changed is made when it is asked for, and what goes wrong
     * then is thrown then.
     *
     * @param event the event, as it is stored
     * @param context what was noted in this read; called with one event of a stream after the other
     * @param converters lead from the stored representation to those that the upcasters work on
     * @return its parts in order; none where it is dropped
     * @throws SerializationException if one that splits cannot read the payload, or fails
     */
    public List<UpcastPart<Payload<?>>> upcast(
            UpcastInput<Payload<?>> event, UpcastContext context, Converters converters) {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(converters, "converters");
        List<UpcastPart<Payload<?>>> done = new ArrayList<>();
        Deque<Step> open = new ArrayDeque<>();
        open.push(new Step(event.schema(), event.metadata(), null, event::payload));
        while (!open.isEmpty()) {
            Step step = open.pop();
            Upcaster<?> upcaster = at(step.schema.type(), step.schema.revision());
            if (upcaster == null) {
                done.add(new UpcastPart<>(step.schema, step.made(), step.metadata));
            } else if (upcaster.splits()) {
                UpcastInput<Payload<?>> given = event.with(step.schema, step.payload.get(), step.metadata);
                List<UpcastPart<Payload<?>>> parts = upcaster.parts(given, context, converters);
                for (int i = parts.size() - 1; i >= 0; i--) {
                    UpcastPart<Payload<?>> part = parts.get(i);
                    open.push(new Step(part.schema(), part.metadata(), null, part::payload));
                }
            } else if (!upcaster.to().isEmpty()) {
                open.push(step.then(upcaster, event, converters));
            }
        }
        return done;
    }

    /**
     * An event on its way through the chain.
     *
     * @param form the form of a payload that is yet to be made; null of one that is there
     * @param payload the payload; makes it anew each time where it is yet to be made, since a change that fails may have changed
     *     what it was given
     */
    private record Step(
            Schema schema,
            Map<String, String> metadata,
            @Nullable Representation<?> form,
            Supplier<Payload<?>> payload) {
        Step then(Upcaster<?> upcaster, UpcastInput<Payload<?>> event, Converters converters) {
            Schema next = upcaster.to().iterator().next();
            Representation<?> changed = upcaster.changesTo();
            return changed == null
                    ? new Step(next, metadata, form, payload)
                    : new Step(
                            next,
                            metadata,
                            changed,
                            () -> upcaster.changed(event.with(schema, payload.get(), metadata), converters));
        }

        Payload<?> made() {
            return form == null ? payload.get() : deferred(form);
        }

        private <T> Payload<T> deferred(Representation<T> to) {
            return Payload.deferred(to, () -> payload.get().in(to));
        }
    }

    private @Nullable Upcaster<?> at(TypeName type, Revision revision) {
        Map<Revision, Upcaster<?>> revisions = byType.get(type);
        return revisions == null ? null : revisions.get(revision);
    }

    /** All schemas that this upcaster leads to, by way of others too. */
    private Set<Schema> reachable(Upcaster<?> start) {
        Set<Schema> reached = new LinkedHashSet<>();
        Deque<Schema> open = new ArrayDeque<>(start.to());
        while (!open.isEmpty()) {
            Schema schema = open.pop();
            if (schema.equals(start.from())) {
                throw new InvalidValueException(
                        "upcasters", "lead in a circle from " + start.from() + " by way of " + reached + " back to it");
            }
            if (reached.add(schema)) {
                Upcaster<?> next = at(schema.type(), schema.revision());
                if (next != null) {
                    open.addAll(next.to());
                }
            }
        }
        return reached;
    }
}
