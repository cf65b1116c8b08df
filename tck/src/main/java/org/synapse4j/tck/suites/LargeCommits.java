package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.noStream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/**
 * Commits of many events, each to a new stream, and somebody who looks at the stream while one is stored: the longer it takes to store
 * a commit, the more looks fall into it. Bounded in rounds and in time.
 *
 * @param writer the store that appends
 * @param category of the streams
 */
record LargeCommits(Subject writer, String category) {
    private static final int EVENTS = 1_000;
    private static final int ROUNDS = 20;
    private static final int FEWEST_ROUNDS = 3;

    /** A look that waits may hold the writer up: after one that took so long, no other follows in its round. */
    private static final long LONG = Duration.ofMillis(50).toNanos();

    /** How many events each commit has. */
    int events() {
        return Math.min(EVENTS, writer.storage().limits().commitEvents());
    }

    /**
     * Stores commit after commit.
     *
     * @param look made again and again while the stream's commit is stored
     * @param after made when it is, and the last look is over
     */
    void beside(Consumer<StreamId> look, Consumer<StreamId> after) {
        long end = System.nanoTime() + writer.patience().bound().dividedBy(10).toNanos();
        for (int round = 0; round < ROUNDS && (round < FEWEST_ROUNDS || System.nanoTime() < end); round++) {
            StreamId stream = StreamId.of(category, String.valueOf(round));
            AtomicBoolean stored = new AtomicBoolean();
            writer.patience().together(2, thread -> {
                if (thread == 0) {
                    lookUntil(stored, look, stream);
                } else {
                    store(stream, stored);
                }
                return true;
            });
            after.accept(stream);
        }
    }

    /** As above, where the commit must be there in the end. */
    void beside(Consumer<StreamId> look) {
        beside(
                look,
                stream ->
                        assertEquals(writer.headAt(stream, events()), writer.head(stream), "The head after an append"));
    }

    /** A version that one is told of a stream is where its only commit ends, or where it began. */
    void assertEnd(String what, Version version) {
        assertTrue(
                Set.of(0L, (long) events()).contains(version.value()),
                () -> what + " version " + version + ", inside a commit of " + events() + " events");
    }

    private void store(StreamId stream, AtomicBoolean stored) {
        try {
            writer.append(stream, noStream(), Sample.events(events()));
        } finally {
            stored.set(true);
        }
    }

    private static void lookUntil(AtomicBoolean stored, Consumer<StreamId> look, StreamId stream) {
        long took;
        do {
            long began = System.nanoTime();
            look.accept(stream);
            took = System.nanoTime() - began;
        } while (!stored.get() && took < LONG);
    }
}
