package org.synapse4j.testing;

import java.util.List;

/** Two lists, line by line. */
final class Difference {
    private Difference() {}

    /** What is the same is marked by {@code =}, what was expected and is not there by {@code -}, what is there instead by {@code +}. */
    static String of(List<?> expected, List<?> actual) {
        StringBuilder text = new StringBuilder();
        int start = 0;
        while (start < expected.size()
                && start < actual.size()
                && expected.get(start).equals(actual.get(start))) {
            line(text, "=", expected.get(start++));
        }
        int end = 0;
        while (end < expected.size() - start
                && end < actual.size() - start
                && expected.get(expected.size() - 1 - end).equals(actual.get(actual.size() - 1 - end))) {
            end++;
        }
        expected.subList(start, expected.size() - end).forEach(event -> line(text, "-", event));
        actual.subList(start, actual.size() - end).forEach(event -> line(text, "+", event));
        actual.subList(actual.size() - end, actual.size()).forEach(event -> line(text, "=", event));
        return text.isEmpty() ? "  (nothing)\n" : text.toString();
    }

    private static void line(StringBuilder text, String mark, Object event) {
        text.append("  ").append(mark).append(' ').append(event).append('\n');
    }
}
