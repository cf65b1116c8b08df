package org.synapse4j.benchmarks.serialization;

import java.util.Arrays;
import java.util.Locale;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.jackson.JacksonSerializer;

/** Measures what serialisation costs, and prints one table. */
public final class SerializationMain {
    private static final int CALLS = 50_000;
    private static final int READS = 500;

    private SerializationMain() {}

    /**
     * Measures.
     *
     * @param args {@code long} for figures to compare; nothing for a first impression in half a minute
     */
    public static void main(String[] args) {
        boolean thorough = args.length > 0 && args[0].equals("long");
        int turns = thorough ? 1_000 : 200;
        JacksonSerializer serializer = new JacksonSerializer();
        Order order = Order.sample();
        byte[] stored = StoredPayload.write(serializer.serialize(order, Representation.JSON));
        if (!Arrays.equals(stored, ByHand.write(order)) || !ByHand.read(stored).equals(order)) {
            throw new IllegalStateException("Both ways must store the same, and read it back");
        }
        Duel write = new Duel(
                () -> StoredPayload.write(serializer.serialize(order, Representation.JSON)), () -> ByHand.write(order));
        Duel read = new Duel(
                // As an event store does it: the serialiser is given the form that it would rather read.
                () -> serializer.deserialize(StoredPayload.read(stored).preferably(serializer::reads), Order.class),
                () -> ByHand.read(stored));
        TenTypes ten = new TenTypes();
        System.out.printf(
                "Java %s, %d processors, %d turns each%n%n",
                Runtime.version().feature(), Runtime.getRuntime().availableProcessors(), turns);
        System.out.println("| what | ours, µs | beside it, µs | ratio | target |");
        System.out.println("|---|--:|--:|--:|--:|");
        row("object to stored BSON, beside documents by hand", write.fight(CALLS, turns), "0.7 or more");
        row("stored BSON to object, beside documents by hand", read.fight(CALLS, turns), "0.7 or more");
        row(
                "1,000 events of which none is looked at, beside all",
                new Duel(ten::untouched, ten::lookedAt).fight(READS, turns),
                "3 or more");
        row(
                "1,000 events of nine types, the upcaster of a tenth, beside none",
                new Duel(ten::upcast, ten::lookedAt).fight(READS, turns),
                "0.95 or more");
    }

    private static void row(String what, Duel.Result result, String target) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.2f | %s |%n",
                what,
                result.nanos() / 1_000,
                result.otherNanos() / 1_000,
                result.ratio(),
                target);
    }
}
