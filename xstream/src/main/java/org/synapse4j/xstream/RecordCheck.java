package org.synapse4j.xstream;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for what could never be written of a record, or would come back as something else, as far as its components' types show it, and those
 * of all records that these lead to (ADR 21). Places that are open to several classes, such as {@code Object} and interfaces, are judged by
 * their values, where any value fits at all. Used once.
 */
final class RecordCheck {
    private final AllowedNames names;
    private final Set<String> problems = new LinkedHashSet<>();
    private final Deque<Class<?>> left = new ArrayDeque<>();
    private final Set<Class<?>> seen = new HashSet<>();

    RecordCheck(AllowedNames names) {
        this.names = names;
    }

    /** Sentences, each of which names a class, a component of it, and what to do. */
    List<String> problems(Class<?> root) {
        if (names.has(AllowedNames.kindOf(root))) {
            named(AllowedNames.kindOf(root), root.getName());
        } else {
            problems.add(root.getName() + " is not in the registry of event types; add it there");
        }
        while (!left.isEmpty()) {
            record(left.remove());
        }
        return List.copyOf(problems);
    }

    private void record(Class<?> type) {
        try {
            Constructor<?> made = RecordConverter.canonical(type);
            RecordConverter.open(made, type);
        } catch (ReflectiveOperationException | Refused closed) {
            problems.add(type.getName() + " cannot be made: " + closed.getMessage());
        }
        for (RecordComponent component : type.getRecordComponents()) {
            place(component.getGenericType(), "component " + component.getName() + " of " + type.getName());
        }
    }

    /** What may stand in a component, in a collection, or for a type parameter. */
    private void place(Type type, String site) {
        if (type instanceof Class<?> raw) {
            raw(MethodType.methodType(raw).wrap().returnType(), site);
        } else if (type instanceof ParameterizedType generic) {
            place(generic.getRawType(), site);
            for (Type argument : generic.getActualTypeArguments()) {
                place(argument, site);
            }
        } else if (type instanceof WildcardType wildcard) {
            place(wildcard.getUpperBounds()[0], site);
        } else if (type instanceof TypeVariable<?> variable) {
            bound(variable.getBounds()[0], site);
        } else if (type instanceof GenericArrayType) {
            problems.add(site + " is an array, which XML has no name for; declare it as java.util.List");
        }
    }

    /** A bound may be in terms of the variable itself, so its arguments are not looked at. */
    private void bound(Type bound, String site) {
        place(bound instanceof ParameterizedType generic ? generic.getRawType() : bound, site);
    }

    private void raw(Class<?> type, String site) {
        Class<?> kind = AllowedNames.kindOf(type);
        if (!type.isAssignableFrom(kind)) {
            problems.add(site + " has a " + type.getName() + ", which comes back as a " + kind.getName()
                    + "; declare it as " + kind.getName());
        } else if (names.has(kind)) {
            named(kind, site);
        } else if (type.isArray()) {
            problems.add(site + " is an array, which XML has no name for; declare it as java.util.List");
        } else if (type.isSealed()) {
            for (Class<?> member : type.getPermittedSubclasses()) {
                raw(member, site);
            }
        } else if (type.isRecord() || type.isEnum()) {
            problems.add(
                    site + " has a " + type.getName() + ", which is not in the registry of event types; add it there");
        } else if (names.classes().stream().noneMatch(type::isAssignableFrom)) {
            problems.add(site + " has a " + type.getName()
                    + ", of which nothing can be written; use a record or an enum that is in the registry of event types,"
                    + " or one of the types that the serialiser names");
        }
    }

    /** A class that has a name in documents. */
    private void named(Class<?> type, String site) {
        if (!names.isWritable(type)) {
            problems.add(site + (site.equals(type.getName()) ? "" : " has a " + type.getName() + ", which")
                    + " is neither a record nor an enum; XStream cannot reach into it on every JDK: make it a record");
        } else if (type.isRecord() && seen.add(type)) {
            left.add(type);
        }
    }
}
