package org.synapse4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Circles of classes, each with what is nested in it. They are looked for here, as ArchUnit's own rule finds only some where there
 * are many classes. A constant that the compiler copies is no arrow.
 */
final class Circles {
    /** The arrows without which there is no circle, and why each is left. */
    private static final List<Arrow> LEFT = List.of(
            Arrow.of("api.EventStore", "api.EventStoreBuilder", "a type and its builder"),
            Arrow.of("api.spi.SerializedCommit", "api.spi.CommitComparison", "a value and its longest method"),
            Arrow.of("jackson.JsonTree", "jackson.JacksonCborSerializer", "converters for a form that it offers"),
            Arrow.of("mongoembedded.Connection", "mongoembedded.Connections", "one of them leaves the others"),
            Arrow.of("mongoembedded.PlannedFault", "mongoembedded.FaultSchedule", "a fault and what it is planned in"),
            Arrow.of("mongoembedded.Trigger", "mongoembedded.FaultSchedule", "likewise"),
            Arrow.of("mongoembedded.Trigger", "mongoembedded.PlannedFault", "likewise"));

    private Circles() {}

    /** An arrow from one class to another. */
    private record Arrow(String from, String to, String why) {
        static Arrow of(String from, String to, String why) {
            return new Arrow("org.synapse4j." + from, "org.synapse4j." + to, why);
        }
    }

    static void requireNone(JavaClasses all) {
        Map<String, Set<String>> arrows = arrows(all);
        List<Arrow> gone = LEFT.stream()
                .filter(arrow -> !arrows.containsKey(arrow.from)
                        || !arrows.get(arrow.from).remove(arrow.to))
                .toList();
        assertEquals(Set.of(), circles(arrows), "Classes that need each other");
        assertEquals(List.of(), gone, "These arrows are gone: take them off the list");
    }

    private static Map<String, Set<String>> arrows(JavaClasses all) {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (JavaClass from : all) {
            Set<String> to = arrows.computeIfAbsent(outermost(from), name -> new TreeSet<>());
            from.getDirectDependenciesFromSelf().forEach(dependency -> to.add(outermost(dependency.getTargetClass())));
        }
        return arrows;
    }

    private static Set<Set<String>> circles(Map<String, Set<String>> arrows) {
        Map<String, Set<String>> within = new TreeMap<>();
        arrows.forEach((name, to) -> to.removeIf(other -> other.equals(name) || !arrows.containsKey(other)));
        arrows.keySet().forEach(name -> within.put(name, reachable(name, arrows)));
        Set<Set<String>> circles = new HashSet<>();
        within.forEach((name, reached) -> {
            Set<String> circle = new TreeSet<>(reached);
            circle.removeIf(other -> !within.getOrDefault(other, Set.of()).contains(name));
            if (!circle.isEmpty()) {
                circles.add(circle);
            }
        });
        return circles;
    }

    private static Set<String> reachable(String from, Map<String, Set<String>> arrows) {
        Set<String> reached = new HashSet<>();
        List<String> next = List.of(from);
        while (!next.isEmpty()) {
            next = next.stream()
                    .flatMap(name -> arrows.getOrDefault(name, Set.of()).stream())
                    .filter(reached::add)
                    .toList();
        }
        return reached;
    }

    private static String outermost(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
