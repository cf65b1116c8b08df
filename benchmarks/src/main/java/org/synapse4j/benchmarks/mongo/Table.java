package org.synapse4j.benchmarks.mongo;

import java.util.Locale;
import java.util.Map;

/** Prints rows as they are measured: each contender beside the plain driver. */
final class Table {
    private Table() {}

    /** The head of a table of appends. */
    static void appends() {
        System.out.println(
                "| | per second | median ms | p99 ms | throughput to plain | median to plain | p99 to plain |");
        System.out.println("|---|--:|--:|--:|--:|--:|--:|");
    }

    /** The head of a table of reads. */
    static void reads() {
        System.out.println("\n| | events per second | to plain |");
        System.out.println("|---|--:|--:|");
    }

    /** The head of a table of queries. */
    static void queries() {
        System.out.println("\n| | p50 ms | p99 ms |");
        System.out.println("|---|--:|--:|");
    }

    static void print(String what, Map<String, Figures> figures) {
        Figures plain = plain(figures);
        figures.forEach((who, own) -> System.out.printf(
                Locale.ROOT,
                "| %s: %s | %,.0f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                what,
                who,
                own.perSecond(),
                own.median(),
                own.p99(),
                own.perSecond() / plain.perSecond(),
                own.median() / plain.median(),
                own.p99() / plain.p99()));
    }

    static void printRates(String what, Map<String, Double> rates) {
        double plain = plain(rates);
        rates.forEach((who, rate) ->
                System.out.printf(Locale.ROOT, "| %s: %s | %,.0f | %.2f |%n", what, who, rate, rate / plain));
    }

    private static <T> T plain(Map<String, T> measured) {
        return measured.values().iterator().next();
    }
}
