package org.synapse4j.tck.kit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.FaultInjection;

/** Appends that meet with a fault, and bounded waits for what others do meanwhile. */
public final class FaultyCalls {
    private FaultyCalls() {}

    /** Appends in a thread that dies of it. */
    public static void die(Subject store, int writes, SerializedCommit commit) {
        store.faults().dieAfter(writes);
        requireDeath(store, "An append", writes, () -> store.append(commit));
    }

    /** Removes in a thread that dies of it. */
    public static void dieInRemoval(Subject store, int writes, Consumer<Subject> removal) {
        store.faults().dieInRemovalAfter(writes);
        requireDeath(store, "A removal", writes, () -> removal.accept(store));
    }

    private static void requireDeath(Subject store, String what, int writes, Runnable call) {
        FutureTask<Boolean> dying = store.patience().started(() -> {
            try {
                call.run();
                return false;
            } catch (RuntimeException whatever) {
                return true;
            }
        });
        assertTrue(
                store.patience().resultOf(what + " whose process died", dying),
                what + " whose process died after " + writes + " writes returned, as if it had not");
    }

    /** Appends, does this while the append stalls, lets it go on, and returns what it returned. */
    public static AppendResult stalled(
            Subject store,
            StreamId stream,
            ExpectedVersion expected,
            List<NewSerializedEvent> events,
            Runnable meanwhile) {
        FaultInjection.Stall stall = store.faults().stall();
        FutureTask<AppendResult> append = store.patience().started(() -> store.append(stream, expected, events));
        try {
            halted(store, stall);
            meanwhile.run();
        } finally {
            stall.release();
        }
        return store.patience().resultOf("An append that had stalled", append);
    }

    /** Returns when an append has halted. */
    public static void halted(Subject store, FaultInjection.Stall stall) {
        store.patience().within("Waiting for an append to stall", () -> {
            stall.awaitHalted();
            return true;
        });
    }

    /** Returns when the feed shows what this result says. */
    public static void assertAppears(Subject reader, AppendResult result, String when) {
        reader.patience()
                .eventually(
                        "The feed does not show what was appended at " + result.position() + when,
                        () -> places(reader.readFeed(), result.commitId()).equals(result.places()));
    }

    /** The places of the commit's events among these. */
    public static List<EventPlace> places(List<StoredSerializedEvent> events, CommitId commit) {
        return events.stream()
                .filter(event -> event.commitId().equals(commit))
                .map(StoredSerializedEvent::place)
                .toList();
    }

    /** The result of the call, if it comes within the bound. */
    public static <T> T bounded(Subject store, String what, Callable<T> call) {
        return assertDoesNotThrow(() -> store.patience().within(what, call), what + " fails");
    }

    /** Appends two events to a stream at version 1, and sees that they are stored once although this fault has struck. */
    public static void assertStoredOnce(Subject store, StreamId stream, String fault) {
        CommitId id = CommitId.fresh();
        var events = Sample.events(2);
        ExpectedVersion expected = ExpectedVersion.exactly(1);
        AppendResult result =
                bounded(store, "An append whose " + fault, () -> store.append(id, stream, expected, events));
        List<StoredSerializedEvent> stored = store.read(StreamRead.of(stream).from(Version.of(2)));
        assertEquals(Sample.contents(events), Sample.storedContents(stored), "Stored by an append whose " + fault);
        assertEquals(result.places(), places(stored, id), "The places returned by an append whose " + fault);
        assertEquals(
                result,
                bounded(store, "An append repeated whose " + fault, () -> store.append(id, stream, expected, events)),
                "The result of an append repeated whose " + fault);
        assertEquals(Version.of(3), store.head(stream).version(), "The version after an append whose " + fault);
    }

    /** Sees that after the death of its writer a commit is read whole, or that all is as it was before. */
    public static void assertAllOrNothing(Subject other, int writes, SerializedCommit commit, StoreContents before) {
        StreamId[] streams = commit.streams().toArray(StreamId[]::new);
        StoreContents now = bounded(other, "A read after a writer died", () -> StoreContents.of(other, streams));
        if (now.equals(before)) {
            return;
        }
        for (StreamId stream : commit.streams()) {
            assertEquals(
                    Sample.contents(commit.eventsOf(stream)),
                    Sample.storedContents(other.read(stream).stream()
                            .filter(event -> event.commitId().equals(commit.id()))
                            .toList()),
                    "After a writer died after " + writes + " writes of a commit, part of it is read: in " + stream);
        }
    }
}
