package org.synapse4j.mongofixture;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.Ledger.Entry;
import org.synapse4j.mongofixture.Ledger.Told;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Sample;

/**
 * Appends whatever can be appended: to one stream or two, expecting a version or none, under a condition, and commits of its own
 * over again.
 */
final class ChaosWriter extends Thread {
    private static final int STREAMS = 12;
    private static final int SEATS = 2000;
    private static final int REMEMBERED = 50;

    private final List<MongoStorage> storages;
    private final Ledger ledger;
    private final Random random;
    private final Map<StreamId, Long> heads = new HashMap<>();
    private final List<Entry> own = new ArrayList<>();
    private Position last = Position.START;
    private volatile boolean ended;

    ChaosWriter(int number, List<MongoStorage> storages, Ledger ledger, Random random) {
        super("writer " + number);
        this.storages = storages;
        this.ledger = ledger;
        this.random = random;
        setDaemon(true);
    }

    /** Makes it end after the append that is under way. */
    void end() {
        ended = true;
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                write();
                Thread.sleep(random.nextInt(8));
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            StringWriter stack = new StringWriter();
            e.printStackTrace(new PrintWriter(stack));
            ledger.broken(getName() + " met " + stack);
        }
    }

    private void write() {
        int choice = random.nextInt(20);
        if (choice < 7) {
            tryOut(Optional.empty(), add(stream(), 1, Expecting.ANY));
        } else if (choice < 11) {
            tryOut(Optional.empty(), add(stream(), 1 + random.nextInt(3), Expecting.HEAD));
        } else if (choice < 13) {
            tryOut(Optional.empty(), add(stream(), 2 + random.nextInt(6), Expecting.ANY));
        } else if (choice < 15) {
            StreamId one = stream();
            StreamId other = stream();
            if (!one.equals(other)) {
                Expecting ofOne = random.nextBoolean() ? Expecting.HEAD : Expecting.ANY;
                tryOut(Optional.empty(), add(one, 1 + random.nextInt(2), ofOne), add(other, 2, Expecting.ANY));
            }
        } else if (choice < 18) {
            takeSeat();
        } else if (!own.isEmpty()) {
            ledger.append(own.get(random.nextInt(own.size())), storage());
        }
    }

    /** A seat is taken once in the whole run, or once since the last event that this writer knows of. */
    private void takeSeat() {
        String seat = "seat:" + random.nextInt(SEATS);
        boolean whole = random.nextInt(4) > 0;
        String type = whole ? "SeatTaken" : "SeatLookedAt";
        EventQuery query = whole
                ? EventQuery.tagged(seat).and(EventQuery.types(type))
                : EventQuery.tagged("looked:at").and(EventQuery.types(type));
        Part append = new Part(
                StreamId.of("seat", Integer.toString(random.nextInt(STREAMS))),
                ExpectedVersion.any(),
                List.of(Sample.event(type, "{\"n\":1}", seat, "looked:at")));
        tryOut(
                Optional.of(
                        whole
                                ? AppendCondition.unlessAny(query)
                                : AppendCondition.unlessAny(query).after(last)),
                append);
    }

    private void tryOut(Optional<AppendCondition> condition, Part... appends) {
        Entry entry = ledger.enter(Commits.of(appends), condition);
        if (own.size() == REMEMBERED) {
            own.set(random.nextInt(REMEMBERED), entry);
        } else {
            own.add(entry);
        }
        Told told = ledger.append(entry, storage());
        if (told == Told.UNKNOWN && random.nextBoolean()) {
            told = ledger.append(entry, storage());
        }
        if (told == Told.CONFLICT) {
            heads.clear();
        }
        entry.result().ifPresent(result -> {
            result.versions().forEach((stream, version) -> heads.put(stream, version.value()));
            last = result.position().compareTo(last) > 0 ? result.position() : last;
        });
    }

    /** The demand of an append on its stream. */
    private enum Expecting {
        ANY,
        HEAD
    }

    private Part add(StreamId stream, int count, Expecting expecting) {
        ExpectedVersion expected = ExpectedVersion.any();
        if (expecting == Expecting.HEAD) {
            try {
                long head = heads.computeIfAbsent(
                        stream,
                        unknown -> storage().streams().head(stream).version().value());
                expected = head == 0 ? ExpectedVersion.noStream() : ExpectedVersion.exactly(head);
            } catch (TransientException unavailable) {
                // Then it expects nothing.
            }
        }
        List<NewSerializedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(Sample.event("Added", "{\"n\":" + i + "}", "item:" + random.nextInt(100)));
        }
        return new Part(stream, expected, events);
    }

    private StreamId stream() {
        return StreamId.of("cart", Integer.toString(random.nextInt(STREAMS)));
    }

    private MongoStorage storage() {
        return storages.get(random.nextInt(storages.size()));
    }
}
