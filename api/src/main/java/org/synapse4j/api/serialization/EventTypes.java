package org.synapse4j.api.serialization;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.Revision;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.UnknownTypeException;

/**
 * The registry of event types, and of the states that snapshots keep: logical names to classes, both ways. Class names never
 * reach stored data, so a class may be renamed and moved freely. Immutable.
 */
public final class EventTypes {
    private final Map<TypeName, Class<?>> classes;
    private final Map<Class<?>, Entry> entries;

    private EventTypes(Builder builder) {
        classes = Map.copyOf(builder.classes);
        entries = Map.copyOf(builder.entries);
    }

    /**
     * What is stored of a class.
     *
     * @param name its logical name
     * @param revision the present revision of its schema
     */
    public record Entry(TypeName name, Revision revision) {
        public Entry {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(revision, "revision");
        }
    }

    /** A registry to fill. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What is stored of objects of this class, exactly this one.
     *
     * @throws UnknownTypeException if it is not registered
     */
    public Entry entryOf(Class<?> type) {
        Entry entry = entries.get(type);
        if (entry == null) {
            throw new UnknownTypeException("class " + type.getName(), "registered: " + names());
        }
        return entry;
    }

    /** The class registered under this name, if there is one. */
    public Optional<Class<?>> classOf(TypeName name) {
        return Optional.ofNullable(classes.get(name));
    }

    /** All names. */
    public Set<TypeName> names() {
        return classes.keySet();
    }

    /** Fills a registry. For one thread. */
    public static final class Builder {
        private final Map<TypeName, Class<?>> classes = new HashMap<>();
        private final Map<Class<?>, Entry> entries = new HashMap<>();

        private Builder() {}

        /** Registers a class at {@linkplain Revision#FIRST the first revision}; see {@link #add(String, String, Class)}. */
        public Builder add(String name, Class<?> type) {
            return add(name, Revision.FIRST.value(), type);
        }

        /**
         * Registers a class.
         *
         * @param name the logical name to store
         * @param revision the present revision of its schema
         * @param type the class, exactly: subclasses need entries of their own
         * @throws InvalidValueException if the name or the class is registered already
         */
        public Builder add(String name, String revision, Class<?> type) {
            Objects.requireNonNull(type, "type");
            Entry entry = new Entry(TypeName.of(name), Revision.of(revision));
            Class<?> other = classes.get(entry.name());
            if (other != null) {
                throw new InvalidValueException(
                        "event type " + name, "is registered twice: " + other.getName() + " and " + type.getName());
            }
            Entry before = entries.get(type);
            if (before != null) {
                throw new InvalidValueException(
                        "class " + type.getName(), "is registered under two names: " + before.name() + " and " + name);
            }
            classes.put(entry.name(), type);
            entries.put(type, entry);
            return this;
        }

        /** The registry with what was added so far. */
        public EventTypes build() {
            return new EventTypes(this);
        }
    }
}
