package org.synapse4j.core.internal;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.synapse4j.core.errors.DefinitionException;

/**
 * Values by class. A class that has none takes that of the most specific class or interface above it. Immutable but for what it
 * remembers of earlier questions; thread-safe.
 *
 * @param <V> the values
 */
public final class ByClass<V> {
    private final String name;
    private final Map<Class<?>, V> entries;
    private final Map<Class<?>, Optional<V>> answers = new ConcurrentHashMap<>();

    private ByClass(Builder<V> builder) {
        this.name = builder.name;
        this.entries = Map.copyOf(builder.entries);
    }

    /** A table to fill, by this name in its errors. */
    public static <V> Builder<V> named(String name) {
        return new Builder<>(name);
    }

    /**
     * The value for objects of this class.
     *
     * @throws DefinitionException if two classes above it have one, and neither is above the other
     */
    public Optional<V> find(Class<?> type) {
        Optional<V> known = answers.get(type);
        if (known == null) {
            known = search(type);
            answers.put(type, known);
        }
        return known;
    }

    /** The classes with a value of their own. */
    public Set<Class<?>> classes() {
        return entries.keySet();
    }

    /** The classes of a sealed hierarchy that have no value; none if it is not sealed. */
    public List<Class<?>> missing(Class<?> sealedType) {
        return concrete(sealedType).stream()
                .filter(type -> find(type).isEmpty())
                .toList();
    }

    /** The classes that objects of a sealed hierarchy can have, as far as it is sealed; none of a type that anybody may extend. */
    public static Set<Class<?>> concrete(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        if (type.isSealed() || Modifier.isFinal(type.getModifiers())) {
            collect(type, found);
        }
        return found;
    }

    private static void collect(Class<?> type, Set<Class<?>> found) {
        if (!Modifier.isAbstract(type.getModifiers()) || type.isEnum()) {
            found.add(type);
        }
        if (type.isSealed() && !type.isEnum()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, found);
            }
        }
    }

    private Optional<V> search(Class<?> type) {
        List<Class<?>> above = entries.keySet().stream()
                .filter(entry -> entry.isAssignableFrom(type))
                .collect(Collectors.toCollection(ArrayList::new));
        List<Class<?>> nearest = above.stream()
                .filter(one -> above.stream().noneMatch(other -> other != one && one.isAssignableFrom(other)))
                .toList();
        if (nearest.size() > 1) {
            throw new DefinitionException(name + ": " + type.getName() + " is one of "
                    + nearest.stream().map(Class::getName).sorted().toList()
                    + ", each of which has a function; give it one of its own");
        }
        return nearest.stream().findFirst().map(entries::get);
    }

    /**
     * Fills a table. For one thread.
     *
     * @param <V> the values
     */
    public static final class Builder<V> {
        private final String name;
        private final Map<Class<?>, V> entries = new LinkedHashMap<>();

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Adds a value.
         *
         * @throws DefinitionException if the class has one already
         */
        public void put(Class<?> type, V value) {
            Objects.requireNonNull(value, "function");
            if (entries.putIfAbsent(Objects.requireNonNull(type, "type"), value) != null) {
                throw new DefinitionException(name + ": " + type.getName() + " has two functions");
            }
        }

        public ByClass<V> build() {
            return new ByClass<>(this);
        }
    }
}
