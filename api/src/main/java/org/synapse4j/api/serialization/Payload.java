package org.synapse4j.api.serialization;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.internal.Require;

/**
 * The contents of an event or snapshot, in serialised form: a representation and the contents in it. Equal when both are. It may be at
 * hand in a second form too, which nobody sees but who would rather have that one (ADR 4). Immutable and thread-safe.
 *
 * @param <V> the class of the contents
 */
public final class Payload<V> {
    private final Representation<V> representation;
    private volatile @Nullable V value;
    private @Nullable Supplier<V> source;
    private final @Nullable Payload<?> second;
    private final @Nullable SerializationException failure;

    private Payload(
            Representation<V> representation,
            @Nullable V value,
            @Nullable Supplier<V> source,
            @Nullable Payload<?> second,
            @Nullable SerializationException failure) {
        this.representation = Objects.requireNonNull(representation, "representation");
        this.value = value;
        this.source = source;
        this.second = second;
        this.failure = failure;
    }

    /**
     * A payload.
     *
     * @param representation the form
     * @param value the contents in that form
     * @throws InvalidValueException if the value is not of the representation's class, or is text with an unpaired surrogate
     */
    public Payload(Representation<V> representation, V value) {
        this(
                Objects.requireNonNull(representation, "representation"),
                checked(representation, Objects.requireNonNull(value, "value")),
                null,
                null,
                null);
    }

    /** A payload in JSON text. The text is not checked here: a storage keeps what is not JSON as it is, or refuses it. */
    public static Payload<String> json(String text) {
        return new Payload<>(Representation.JSON, text);
    }

    /**
     * A payload whose contents are made when they are first asked for, at most once: for storages, which need not convert what
     * nobody looks at.
     *
     * @param source makes the contents; what it throws is thrown to who asks
     */
    public static <V> Payload<V> deferred(Representation<V> representation, Supplier<V> source) {
        return new Payload<>(representation, null, Objects.requireNonNull(source, "source"), null, null);
    }

    /**
     * The payload of an event or snapshot that a storage holds and cannot read, be it for the payload or for another field: for storages,
     * so that the others remain readable. Whoever asks for its contents is told why.
     *
     * @param why is thrown to who asks
     */
    public static Payload<String> unreadable(SerializationException why) {
        Objects.requireNonNull(why, "why");
        return new Payload<>(
                Representation.JSON,
                null,
                () -> {
                    throw why;
                },
                null,
                why);
    }

    /** Why the event or snapshot cannot be read, where its storage knew that from the beginning: see {@link #unreadable}. */
    public Optional<SerializationException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * The same payload, which is at hand in another form too: for storages that hold it in that form, and make this one of it
     * when somebody asks. Equal to this one, in the same representation and of the same size; neither form is looked at here.
     *
     * @param other the same contents in another representation, which the caller answers for; it takes the place of one that was
     *     said before
     * @throws InvalidValueException if it is in the representation of this one
     */
    public Payload<V> alsoIn(Payload<?> other) {
        if (Objects.requireNonNull(other, "other").representation.equals(representation)) {
            throw new InvalidValueException("other", "is in " + representation + " too");
        }
        V known = value;
        return new Payload<>(representation, known, known == null ? this::value : null, other, failure);
    }

    /**
     * The form that a reader would rather have: the second one if it is at hand and wanted, else this payload. Neither is looked
     * at.
     *
     * @param wanted whether a representation can be read; asked for the second form only
     */
    public Payload<?> preferably(Predicate<? super Representation<?>> wanted) {
        Objects.requireNonNull(wanted, "wanted");
        Payload<?> other = second;
        return other != null && wanted.test(other.representation) ? other : this;
    }

    /** The form. */
    public Representation<V> representation() {
        return representation;
    }

    /** The contents in that form. */
    public V value() {
        V known = value;
        return known != null ? known : make();
    }

    /**
     * The contents in this representation.
     *
     * @throws SerializationException if the payload is in another one
     */
    public <T> T in(Representation<T> wanted) {
        Objects.requireNonNull(wanted, "wanted");
        if (!representation.equals(wanted)) {
            throw new SerializationException("A payload in " + representation + " was asked for in " + wanted, null);
        }
        return wanted.type().cast(value());
    }

    /**
     * Its size in bytes, of text in UTF-8.
     *
     * @throws InvalidValueException if it is neither text nor bytes, which no storage keeps
     */
    public long size() {
        if (value() instanceof String text) {
            return Require.utf8Length(text);
        }
        if (value() instanceof Bytes bytes) {
            return bytes.size();
        }
        throw new InvalidValueException(
                "payload", "in " + representation + " is neither text nor bytes, so it cannot be stored");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload<?> that
                && representation.equals(that.representation)
                && value().equals(that.value());
    }

    @Override
    public int hashCode() {
        return Objects.hash(representation, value());
    }

    @Override
    public String toString() {
        return representation + ": " + value();
    }

    private synchronized V make() {
        Supplier<V> pending = source;
        if (pending != null) {
            value = checked(representation, pending.get());
            source = null;
        }
        return Objects.requireNonNull(value);
    }

    private static <V> V checked(Representation<V> representation, V value) {
        if (!representation.type().isInstance(value)) {
            throw new InvalidValueException(
                    "payload",
                    "in " + representation + " is a " + value.getClass().getName());
        }
        if (value instanceof String text) {
            Require.unicode("payload", text);
        }
        return value;
    }
}
