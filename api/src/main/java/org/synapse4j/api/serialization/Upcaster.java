package org.synapse4j.api.serialization;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.internal.Require;

/**
 * Leads from one schema to the next: what is stored as type and revision {@link #from()} is read as {@link #to()}. It works on
 * the serialised form, in the representation that it asks for, never on classes: it goes on working when those are long gone.
 *
 * <p>{@link #rename} and {@link #drop} look at no payload. {@link #change} looks when the payload is first asked for, maybe
 * never, and in any order. {@link #split} looks while the event is read, in the order of the read.
 *
 * <p>Immutable, and thread-safe if the functions that it is given are; they are called from the threads that read. Pinned by the
 * TCK's rules UPCAST.
 *
 * @param <T> the class of the form that it works on
 */
public final class Upcaster<T> {
    private final Schema from;
    private final Set<Schema> to;
    private final Work<T> work;

    private Upcaster(Schema from, Set<Schema> to, Work<T> work) {
        this.from = Objects.requireNonNull(from, "from");
        this.to = Set.copyOf(Require.elements("to", to));
        this.work = work;
    }

    private sealed interface Work<T> {}

    private record Keep<T>() implements Work<T> {}

    private record Change<T>(Representation<T> form, Function<UpcastInput<T>, T> function) implements Work<T> {
        Change {
            Objects.requireNonNull(form, "form");
            Objects.requireNonNull(function, "function");
        }
    }

    private record Split<T>(
            Representation<T> form, BiFunction<UpcastInput<T>, UpcastContext, List<UpcastPart<T>>> function)
            implements Work<T> {
        Split {
            Objects.requireNonNull(form, "form");
            Objects.requireNonNull(function, "function");
        }
    }

    /**
     * The payload is as the other schema says, under another type name or revision: also how to say that an older revision can be
     * read as it is.
     */
    public static Upcaster<?> rename(Schema from, Schema to) {
        return new Upcaster<>(from, Set.of(Objects.requireNonNull(to, "to")), new Keep<>());
    }

    /** The event is there no more. Its version and position stay passed over. */
    public static Upcaster<?> drop(Schema from) {
        return new Upcaster<>(from, Set.of(), new Keep<>());
    }

    /**
     * Another payload.
     *
     * @param form the representation to work on
     * @param function makes the new payload; it may change the one that it is given, and return that
     */
    public static <T> Upcaster<T> change(
            Schema from, Schema to, Representation<T> form, Function<UpcastInput<T>, T> function) {
        return new Upcaster<>(from, Set.of(Objects.requireNonNull(to, "to")), new Change<>(form, function));
    }

    /**
     * One event, several or none, of any of the types declared. It may also change metadata, and note for later events of the
     * stream what it saw. Version and position stay those of the original.
     *
     * @param to every schema that a part may have
     * @param form the representation to work on
     * @param function makes the parts, in order; they must not share what is mutable
     */
    public static <T> Upcaster<T> split(
            Schema from,
            Set<Schema> to,
            Representation<T> form,
            BiFunction<UpcastInput<T>, UpcastContext, List<UpcastPart<T>>> function) {
        return new Upcaster<>(from, to, new Split<>(form, function));
    }

    /** The schema that it leads from. */
    public Schema from() {
        return from;
    }

    /** The schemas that it may lead to. */
    public Set<Schema> to() {
        return to;
    }

    @Override
    public String toString() {
        return from + " to " + (to.isEmpty() ? "nothing" : to);
    }

    /** The form of the payload that it makes; null if it leaves it as it is. */
    @Nullable
    Representation<T> changesTo() {
        return work instanceof Change<T> change ? change.form : null;
    }

    /** Whether its parts are known only when it has looked at the payload. */
    boolean splits() {
        return work instanceof Split<T>;
    }

    /** The payload that it makes of this one, where it does not split. */
    Payload<?> changed(UpcastInput<Payload<?>> event, Converters converters) {
        if (!(work instanceof Change<T> change)) {
            return event.payload();
        }
        T given = converters.convert(event.payload(), change.form).value();
        try {
            T made = change.function.apply(event.with(event.schema(), given, event.metadata()));
            return new Payload<>(change.form, Objects.requireNonNull(made, "the changed payload"));
        } catch (RuntimeException | StackOverflowError e) {
            throw failed(e);
        }
    }

    /** The parts that it makes of this event, where it splits. */
    List<UpcastPart<Payload<?>>> parts(UpcastInput<Payload<?>> event, UpcastContext context, Converters converters) {
        if (!(work instanceof Split<T> split)) {
            throw new IllegalStateException(this + " does not split");
        }
        T given = converters.convert(event.payload(), split.form).value();
        try {
            return Require.elements(
                            "parts", split.function.apply(event.with(event.schema(), given, event.metadata()), context))
                    .stream()
                    .map(part -> declared(part, split.form))
                    .toList();
        } catch (RuntimeException | StackOverflowError e) {
            throw failed(e);
        }
    }

    private UpcastPart<Payload<?>> declared(UpcastPart<T> part, Representation<T> form) {
        if (!to.contains(part.schema())) {
            throw new InvalidValueException("part", "is of " + part.schema() + ", which " + this + " does not declare");
        }
        return new UpcastPart<>(part.schema(), new Payload<>(form, part.payload()), part.metadata());
    }

    private SerializationException failed(Throwable e) {
        String why = e instanceof SerializationException || e instanceof InvalidValueException
                ? String.valueOf(e.getMessage())
                : e.getClass().getName();
        return new SerializationException("The upcaster from " + this + " failed: " + why, e);
    }
}
