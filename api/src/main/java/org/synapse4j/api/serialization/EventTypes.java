package org.synapse4j.api.serialization;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.Revision;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.UnknownTypeException;

/**
 * The registry of event types, and of the states that snapshots keep: logical names to classes, both ways. Class names never
 * reach stored data, so a class may be renamed and moved freely. Immutable.
 */
public final class EventTypes {
    private final Map<TypeName, Class<?>> classes;
    private final Map<Class<?>, Schema> schemas;

    private EventTypes(Builder builder) {
        classes = Map.copyOf(builder.classes);
        schemas = Map.copyOf(builder.schemas);
    }

    /** A registry to fill; revisions that no registration names are those of {@link EventType#revision()}. */
    public static Builder builder() {
        return builder(RevisionResolver.annotated());
    }

    /** A registry to fill, with this source of the revisions that no registration names. */
    public static Builder builder(RevisionResolver revisions) {
        return new Builder(revisions);
    }

    /** The registry of all classes of a sealed hierarchy; see {@link Builder#addAll(Class)}. */
    public static EventTypes of(Class<?> sealedType) {
        return builder().addAll(sealedType).build();
    }

    /**
     * The type name and revision stored with objects of this class, exactly this one; of an enum's constants with bodies, which
     * are classes of their own, those of the enum.
     *
     * @throws UnknownTypeException if it is not registered
     */
    public Schema schemaOf(Class<?> type) {
        Objects.requireNonNull(type, "type");
        Schema schema = schemas.get(enumOf(type));
        if (schema == null) {
            throw new UnknownTypeException("class " + type.getName(), "registered: " + names());
        }
        return schema;
    }

    /** The class registered under this name, if there is one. */
    public Optional<Class<?>> classOf(TypeName name) {
        return Optional.ofNullable(classes.get(Objects.requireNonNull(name, "name")));
    }

    /** All classes. */
    public Set<Class<?>> classes() {
        return schemas.keySet();
    }

    /** All names. */
    public Set<TypeName> names() {
        return classes.keySet();
    }

    /**
     * Asks a serialiser whether what it writes of the registered classes can be read back. A store does so for the serialiser that
     * writes before it opens its storage; an application's tests may do so without a store. A class is let off by the serialiser's
     * own means.
     *
     * @throws SerializationException if it has something to say of a class: all that it says of all of them
     */
    public void check(Serializer serializer) {
        Objects.requireNonNull(serializer, "serializer");
        List<String> problems = new ArrayList<>();
        schemas.keySet().stream().sorted(Comparator.comparing(Class::getName)).forEach(type -> {
            try {
                problems.addAll(serializer.check(type));
            } catch (RuntimeException | StackOverflowError e) {
                throw new SerializationException(
                        serializer.getClass().getName() + " could not look at " + type.getName() + ": it failed with "
                                + e.getClass().getName(),
                        e);
            }
        });
        if (!problems.isEmpty()) {
            throw new SerializationException(
                    "What is registered could not be read back:\n  "
                            + String.join("\n  ", new LinkedHashSet<>(problems)),
                    null);
        }
    }

    private static Class<?> enumOf(Class<?> type) {
        Class<?> above = type.getSuperclass();
        return above != null && above.isEnum() ? above : type;
    }

    /** Fills a registry. For one thread. */
    public static final class Builder {
        private final RevisionResolver revisions;
        private final Map<TypeName, Class<?>> classes = new HashMap<>();
        private final Map<Class<?>, Schema> schemas = new HashMap<>();

        private Builder(RevisionResolver revisions) {
            this.revisions = Objects.requireNonNull(revisions, "revisions");
        }

        /** Registers a class at the revision that the resolver says; see {@link #add(String, String, Class)}. */
        public Builder add(String name, Class<?> type) {
            Objects.requireNonNull(type, "type");
            return add(TypeName.of(name), revisions.revisionOf(type), type);
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
            return add(TypeName.of(name), Revision.of(revision), type);
        }

        /**
         * Registers classes by their {@link EventType}.
         *
         * @throws InvalidValueException if one has none, or its name or itself is registered already
         */
        public Builder add(Class<?>... types) {
            Objects.requireNonNull(types, "types");
            for (Class<?> type : types) {
                EventType annotation = Objects.requireNonNull(type, "type").getDeclaredAnnotation(EventType.class);
                if (annotation == null) {
                    throw new InvalidValueException(
                            "class " + type.getName(), "has no @EventType; add it under a name");
                }
                add(TypeName.of(annotation.name()), revisions.revisionOf(type), type);
            }
            return this;
        }

        /**
         * Registers all classes that a sealed type permits, and those that they permit, by their {@link EventType}. What is
         * abstract needs none, but must be sealed itself.
         *
         * @param sealedType a sealed interface or class
         * @throws InvalidValueException if the type is not sealed, if a class has no {@link EventType} or leaves open what
         *     extends it, or if a name or class is registered already; then nothing of the hierarchy is
         */
        public Builder addAll(Class<?> sealedType) {
            if (!Objects.requireNonNull(sealedType, "sealed type").isSealed()) {
                throw new InvalidValueException(
                        "class " + sealedType.getName(),
                        "is not sealed, so nobody knows what extends it; list the classes");
            }
            Builder all = new Builder(revisions);
            all.classes.putAll(classes);
            all.schemas.putAll(schemas);
            Set<Class<?>> found = new LinkedHashSet<>();
            collect(sealedType, found);
            found.forEach(all::add);
            classes.putAll(all.classes);
            schemas.putAll(all.schemas);
            return this;
        }

        /** The registry with what was added so far. */
        public EventTypes build() {
            return new EventTypes(this);
        }

        private Builder add(TypeName name, Revision revision, Class<?> type) {
            Objects.requireNonNull(type, "type");
            Class<?> other = classes.get(name);
            if (other != null) {
                throw new InvalidValueException(
                        "event type " + name, "is registered twice: " + other.getName() + " and " + type.getName());
            }
            Schema before = schemas.get(type);
            if (before != null) {
                throw new InvalidValueException(
                        "class " + type.getName(), "is registered under two names: " + before.type() + " and " + name);
            }
            classes.put(name, type);
            schemas.put(type, new Schema(name, revision));
            return this;
        }

        private static void collect(Class<?> type, Set<Class<?>> found) {
            // The classes that an enum permits are those of its constants.
            boolean isAbstract = Modifier.isAbstract(type.getModifiers()) && !type.isEnum();
            if (isAbstract && !type.isSealed()) {
                throw new InvalidValueException(
                        "class " + type.getName(), "is abstract and not sealed, so nobody knows what extends it");
            }
            if (!isAbstract) {
                found.add(type);
            }
            if (type.isSealed() && !type.isEnum()) {
                for (Class<?> permitted : type.getPermittedSubclasses()) {
                    collect(permitted, found);
                }
            }
        }
    }
}
