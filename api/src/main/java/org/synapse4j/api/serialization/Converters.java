package org.synapse4j.api.serialization;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.internal.Require;
import org.synapse4j.api.internal.Services;

/**
 * The converters of a store. They lead from one representation to another by the shortest path; where two are as short, by the
 * one whose converters come first. Text and its UTF-8 bytes, of JSON and of XML, are always there. Immutable and thread-safe.
 */
public final class Converters {
    private final List<Converter<?, ?>> all;
    private final Map<Representation<?>, List<Converter<?, ?>>> leaving = new HashMap<>();
    private final Map<Ends, List<Converter<?, ?>>> walked = new ConcurrentHashMap<>();

    private Converters(Collection<Converter<?, ?>> all) {
        this.all = Require.elements("converters", all);
        for (Converter<?, ?> converter : this.all) {
            if (converter.from().equals(converter.to())) {
                throw new InvalidValueException(
                        "converter " + converter.getClass().getName(), "leads from " + converter.from() + " to itself");
            }
            leaving.computeIfAbsent(converter.from(), from -> new ArrayList<>()).add(converter);
        }
    }

    /** The two ends of a path that was taken once and will be again. */
    private record Ends(Representation<?> from, Representation<?> to) {}

    /** The converters that are always there, and no others. */
    public static Converters standard() {
        return new Converters(Utf8.converters());
    }

    /**
     * The converters that are always there, and all that {@link ServiceLoader} finds, in an order that depends on nothing but them.
     *
     * @throws ConfigurationException if one that is named as a service cannot be loaded
     */
    public static Converters found() {
        List<Converter<?, ?>> sorted = new ArrayList<>();
        Services.load(Converter.class).forEach(sorted::add);
        sorted.sort(Comparator.comparing(converter -> converter.getClass().getName()));
        return standard().preferring(sorted);
    }

    /**
     * These, before all that were here.
     *
     * @throws InvalidValueException if one leads from a representation to itself
     */
    public Converters preferring(Converter<?, ?>... more) {
        return preferring(Arrays.asList(more));
    }

    /** These, before all that were here; as {@link #preferring(Converter...)}. */
    public Converters preferring(Collection<? extends Converter<?, ?>> more) {
        List<Converter<?, ?>> both = new ArrayList<>(Require.elements("converters", more));
        both.addAll(all);
        return new Converters(both);
    }

    /**
     * The payload in this representation: itself if it is in it already.
     *
     * @throws SerializationException if no converters lead there, naming both ends, or if one refuses the contents
     */
    public <B> Payload<B> convert(Payload<?> payload, Representation<B> to) {
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(to, "representation");
        List<Converter<?, ?>> path = path(payload.representation(), to);
        Payload<?> converted = payload;
        for (Converter<?, ?> step : path) {
            converted = apply(step, converted);
        }
        @SuppressWarnings("unchecked") // equal representations have the same class of contents
        Payload<B> there = (Payload<B>) converted;
        return there;
    }

    /** The nearest representation, the given one first, that is wanted and that converters lead to. */
    public Optional<Representation<?>> nearest(Representation<?> from, Predicate<Representation<?>> wanted) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(wanted, "wanted");
        return path(from, wanted, any -> true).map(path -> end(from, path));
    }

    /** As {@link #nearest}, but by {@linkplain Converter#lossless() lossless} converters only: for what will be stored. */
    public Optional<Representation<?>> nearestLossless(Representation<?> from, Predicate<Representation<?>> wanted) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(wanted, "wanted");
        return path(from, wanted, Converter::lossless).map(path -> end(from, path));
    }

    /** Each converter by its two ends. */
    @Override
    public String toString() {
        return all.stream()
                .map(converter -> converter.from() + " to " + converter.to())
                .toList()
                .toString();
    }

    private List<Converter<?, ?>> path(Representation<?> from, Representation<?> to) {
        if (from.equals(to)) {
            return List.of();
        }
        Ends ends = new Ends(from, to);
        List<Converter<?, ?>> known = walked.get(ends);
        if (known == null) {
            known = path(from, to::equals, any -> true)
                    .orElseThrow(() -> new SerializationException(
                            "No converters lead from " + from + " to " + to + "; there are " + this, null));
            walked.put(ends, known);
        }
        return known;
    }

    /** Breadth first, so the first path that arrives is a shortest one. */
    private Optional<List<Converter<?, ?>>> path(
            Representation<?> from, Predicate<Representation<?>> wanted, Predicate<Converter<?, ?>> allowed) {
        Map<Representation<?>, List<Converter<?, ?>>> paths = new LinkedHashMap<>();
        Deque<Representation<?>> reached = new ArrayDeque<>();
        paths.put(from, List.of());
        reached.add(from);
        while (!reached.isEmpty()) {
            Representation<?> here = reached.remove();
            List<Converter<?, ?>> path = paths.getOrDefault(here, List.of());
            if (wanted.test(here)) {
                return Optional.of(path);
            }
            for (Converter<?, ?> step : leaving.getOrDefault(here, List.of())) {
                if (!paths.containsKey(step.to()) && allowed.test(step)) {
                    List<Converter<?, ?>> longer = new ArrayList<>(path);
                    longer.add(step);
                    paths.put(step.to(), longer);
                    reached.add(step.to());
                }
            }
        }
        return Optional.empty();
    }

    private static Representation<?> end(Representation<?> from, List<Converter<?, ?>> path) {
        return path.isEmpty() ? from : path.get(path.size() - 1).to();
    }

    private static <A, B> Payload<B> apply(Converter<A, B> step, Payload<?> payload) {
        A value = payload.in(step.from());
        try {
            return new Payload<>(step.to(), step.convert(value));
        } catch (SerializationException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new SerializationException(
                    "The converter from " + step.from() + " to " + step.to() + " failed with "
                            + e.getClass().getName(),
                    e);
        }
    }
}
