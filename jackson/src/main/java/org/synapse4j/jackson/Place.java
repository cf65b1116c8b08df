package org.synapse4j.jackson;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A place in a class, seen by what can be read back there: which values come back as what they were, where the declaration alone does
 * not say so. Immutable.
 */
sealed interface Place {
    /**
     * Refuses a value that would not come back.
     *
     * @param level how many lists and maps of this place are around it
     * @throws IOException naming what is there, and below which keys
     */
    void require(@Nullable Object value, Scope scope, int level) throws IOException;

    /** Whether what is there is read without a declaration: then a number must say by itself of which kind it is. */
    default boolean open() {
        return false;
    }

    /**
     * Where values are looked at.
     *
     * @param generator what they will be written by
     * @param trusted classes that were let off
     */
    record Scope(StrictGenerator generator, Set<Class<?>> trusted) {
        private StrictGenerator.Refused refused(String problem) {
            return new StrictGenerator.Refused(problem, generator);
        }

        private void requireLevel(int level) throws IOException {
            generator.requireLevels(level);
        }
    }

    /** A place whose declaration admits only values that come back. */
    enum Free implements Place {
        FREE;

        @Override
        public void require(@Nullable Object value, Scope scope, int level) {}
    }

    /** Declared as {@code Object} or the like: only what JSON has comes back. */
    record Plain() implements Place {
        private static final Text TEXT = new Text();

        private static boolean isNumber(Class<?> type) {
            return type == Integer.class
                    || type == Long.class
                    || type == Double.class
                    || type == BigDecimal.class
                    || type == Short.class
                    || type == Byte.class
                    || type == Float.class
                    || type == BigInteger.class;
        }

        @Override
        public void require(@Nullable Object value, Scope scope, int level) throws IOException {
            if (value == null
                    || value instanceof String
                    || value instanceof Boolean
                    || isNumber(value.getClass())
                    || scope.trusted.contains(value.getClass())) {
                return;
            }
            scope.requireLevel(level);
            if (value instanceof List<?> list) {
                Contents.elements(this, list, scope, level);
            } else if (value instanceof Map<?, ?> map) {
                Contents.entries(TEXT, this, map, scope, level);
            } else {
                throw scope.refused("there is a " + value.getClass().getName()
                        + " in an open place, where only text, numbers, booleans, lists, and maps with keys of text come back as"
                        + " what they were; declare its class, or store one of those");
            }
        }

        @Override
        public boolean open() {
            return true;
        }
    }

    /** Declared as {@code Number}. */
    record Numbers() implements Place {
        @Override
        public void require(@Nullable Object value, Scope scope, int level) throws IOException {
            if (value instanceof Number && !Plain.isNumber(value.getClass())) {
                throw scope.refused("there is a " + value.getClass().getName()
                        + " where Number is declared, and would come back as another one; declare its class");
            }
        }

        @Override
        public boolean open() {
            return true;
        }
    }

    /** Declared as {@code CharSequence}, or a key of any class: text comes back as a {@code String}. */
    record Text() implements Place {
        @Override
        public void require(@Nullable Object value, Scope scope, int level) throws IOException {
            if (value != null && value.getClass() != String.class) {
                throw scope.refused("there is a " + value.getClass().getName()
                        + " where any text or key may stand, and would come back as a String; declare its class");
            }
        }
    }

    /** Declared as a tree of Jackson's. */
    record Tree() implements Place {
        @Override
        public void require(@Nullable Object value, Scope scope, int level) throws IOException {
            if (value instanceof POJONode || value instanceof BinaryNode || value instanceof MissingNode) {
                throw scope.refused("there is a " + value.getClass().getName()
                        + " in a tree, which would come back as another node; use nodes of what JSON has");
            }
            if (value instanceof JsonNode node && node.isContainerNode()) {
                scope.requireLevel(level);
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    inside(this, field.getValue(), scope, level, node, field.getKey(), -1);
                }
                for (int i = 0; node.isArray() && i < node.size(); i++) {
                    inside(this, node.get(i), scope, level, node, null, i);
                }
            }
        }

        @Override
        public boolean open() {
            return true;
        }
    }

    /**
     * Declared as a class that may have subclasses, and read as one class always.
     *
     * @param type the class
     */
    record Exact(Class<?> type) implements Place {
        @Override
        public void require(@Nullable Object value, Scope scope, int level) throws IOException {
            if (value != null && value.getClass() != type && !scope.trusted.contains(value.getClass())) {
                throw scope.refused("there is a " + value.getClass().getName() + " where a " + type.getName()
                        + " is read back; declare its class, or give the classes names by a sealed type");
            }
        }
    }

    /**
     * Read as one of several classes, by a name that is written with it.
     *
     * @param types the classes that have names
     */
    record OneOf(Set<Class<?>> types) implements Place {
        @Override
        public void require(@Nullable Object value, Scope scope, int level) throws IOException {
            if (value != null && !types.contains(LogicalNames.named(value.getClass()))) {
                throw scope.refused("there is a " + value.getClass().getName()
                        + ", which has no name there; name it beside the others by @EventType or @JsonSubTypes");
            }
        }
    }

    /**
     * A list, a map, an optional or the like.
     *
     * @param keys what its keys may be
     * @param values what is in it
     */
    record Contents(Place keys, Place values) implements Place {
        @Override
        public void require(@Nullable Object value, Scope scope, int level) throws IOException {
            if (value instanceof Map<?, ?> map) {
                entries(keys, values, map, scope, level);
            } else if (value instanceof Map.Entry<?, ?> entry) {
                entry(keys, values, entry, entry, scope, level);
            } else if (value instanceof Optional<?> optional) {
                values.require(optional.orElse(null), scope, level);
            } else if (value instanceof AtomicReference<?> reference) {
                values.require(reference.get(), scope, level);
            } else if (value instanceof Object[] || value instanceof Iterable<?>) {
                elements(
                        values,
                        value instanceof Object[] array ? Arrays.asList(array) : (Iterable<?>) value,
                        scope,
                        level);
            }
        }

        private static void elements(Place values, Iterable<?> elements, Scope scope, int level) throws IOException {
            int index = 0;
            for (Object element : elements) {
                inside(values, element, scope, level, elements, null, index++);
            }
        }

        private static void entries(Place keys, Place values, Map<?, ?> map, Scope scope, int level)
                throws IOException {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                entry(keys, values, map, entry, scope, level);
            }
        }

        private static void entry(Place keys, Place values, Object map, Map.Entry<?, ?> entry, Scope scope, int level)
                throws IOException {
            Object key = entry.getKey();
            if (key == null) {
                throw scope.refused("there is a null key, which JSON does not have");
            }
            // Other keys than text may show more of themselves than a message should.
            String name = key instanceof String text ? text : key.getClass().getSimpleName();
            inside(keys, key, scope, level, map, name, -1);
            inside(values, entry.getValue(), scope, level, map, name, -1);
        }

        @Override
        public boolean open() {
            return values.open();
        }
    }

    private static void inside(
            Place place, @Nullable Object value, Scope scope, int level, Object of, @Nullable String key, int index)
            throws IOException {
        try {
            place.require(value, scope, level + 1);
        } catch (JsonMappingException | StrictGenerator.Refused e) {
            throw key == null
                    ? JsonMappingException.wrapWithPath(e, of, index)
                    : JsonMappingException.wrapWithPath(e, of, key);
        }
    }
}
