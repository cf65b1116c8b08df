package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.fail;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;
import static org.synapse4j.api.ExpectedVersion.streamExists;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.History;
import org.synapse4j.tck.kit.HistoryCheck;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The rules RACE: several threads at once: whole histories, not final counts. */
public final class RaceRules {
    private static final int THREADS = 8;
    private static final int COMMITS = 40;

    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId STOCK = StreamId.of("stock", "7");
    private static final Set<StreamId> STREAMS = Set.of(CART, STOCK);

    /** Likely cause: the result is computed from a head that was read before or after, or one append overwrites another's. */
    @Rule(
            id = "RACE-1",
            says = "Of appends at the same time each event is stored once, where its append said and nowhere else, "
                    + "at versions without holes.",
            races = true)
    public void everythingIsWhereItWasSaidToBe(Subject store) {
        check(store, mixed(List.of(store), 0)).everythingIsWhereItWasSaidToBe();
    }

    /** Likely cause: the expectation is judged first and the events stored later. */
    @Rule(
            id = "RACE-2",
            says =
                    "Of appends at the same time each one stored met its expectation at the version before its first event.",
            races = true)
    public void expectationsWereMet(Subject store) {
        check(store, mixed(List.of(store), 0)).expectationsWereMet();
    }

    /** Likely cause: a conflict reports a head that was cached, or guessed from the expectation. */
    @Rule(
            id = "RACE-3",
            says = "Of appends at the same time each one refused names a head that the stream had during the call, "
                    + "and that does not meet its expectation.",
            races = true)
    public void refusalsWereRight(Subject store) {
        check(store, mixed(List.of(store), 0)).refusalsWereRight();
    }

    /** Likely cause: a reader is shown what is in flight, or the parts of a commit one by one. */
    @Rule(
            id = "RACE-4",
            says = "A read at the same time as appends sees the beginning of the stream, up to the end of a commit.",
            races = true)
    public void readsSawWholePrefixes(Subject store) {
        check(store, mixed(List.of(store), 0)).readsSawWholePrefixes();
    }

    /** Likely cause: reads or heads are answered from a cache or a copy that lags behind. */
    @Rule(
            id = "RACE-5",
            says = "A read or a head, asked for after an append returned, knows of its events.",
            races = true)
    public void readsAreOfTheirTime(Subject store) {
        check(store, mixed(List.of(store), 0)).readsAreOfTheirTime();
    }

    /** Likely cause: positions are taken in blocks, or chosen before the append waits for something. */
    @Rule(
            id = "RACE-6",
            says =
                    "Positions ascend with the versions of a stream, and from an append to every later one of the same store.",
            races = true)
    public void positionsFollowTime(Subject store) {
        check(store, mixed(List.of(store), 0)).positionsFollowTime();
    }

    /** Likely cause: a reader of the feed passes a position where an event becomes visible later. */
    @Rule(
            id = "RACE-7",
            says =
                    "Pollers of the feed, at the same time as 8 writers, see each event once, by position, and miss none.",
            needs = Capability.FEED,
            races = true)
    public void pollersMissNothing(Subject store) {
        check(store, writers(List.of(store), 2)).pollersMissedNothing();
    }

    /** Likely cause: the feed shows events as they are written instead of commits as they are whole. */
    @Rule(
            id = "RACE-8",
            says = "A poll of the feed, at the same time as appends, never ends inside a commit.",
            needs = Capability.FEED,
            races = true)
    public void pollsSeeWholeCommits(Subject store) {
        check(store, writers(List.of(store), 2)).pollsSawWholeCommits();
    }

    /** Likely cause: a place in the log that a refused append had chosen stays empty, and readers stop there for ever. */
    @Rule(
            id = "RACE-9",
            says = "After conflicts the feed goes on in bounded time: what is appended next is seen.",
            needs = Capability.FEED,
            races = true)
    public void feedGoesOnAfterConflicts(Subject store) {
        for (int round = 0; round < 5; round++) {
            long version = round;
            store.patience().together(THREADS, thread -> {
                try {
                    store.append(CART, exactly(version), Sample.events(1));
                } catch (VersionConflictException conflict) {
                    // All but one.
                }
                return true;
            });
            Position last = store.append(STOCK, any(), Sample.events(1)).position();
            store.patience()
                    .eventually(
                            "After conflicts the feed does not show the event at position " + last,
                            () -> store.readFeed().stream()
                                    .map(StoredSerializedEvent::position)
                                    .toList()
                                    .contains(last));
        }
    }

    /** Likely cause: what one process knows of heads or commits is taken for the truth while another writes. */
    @Rule(
            id = "RACE-10",
            says = "Two processes on the same data at the same time keep RACE-1 to RACE-5 together.",
            needs = Capability.SECOND_PROCESS,
            races = true)
    public void twoProcesses(Subject store) {
        HistoryCheck check = check(store, mixed(List.of(store, store.another()), 0));
        check.everythingIsWhereItWasSaidToBe();
        check.expectationsWereMet();
        check.refusalsWereRight();
        check.readsSawWholePrefixes();
        check.readsAreOfTheirTime();
    }

    /** Likely cause: a process that stores late does so at a position that readers of another have passed. */
    @Rule(
            id = "RACE-11",
            says = "Pollers in two processes, at the same time as writers in both, keep RACE-7 and RACE-8 together.",
            needs = {Capability.SECOND_PROCESS, Capability.FEED},
            races = true)
    public void pollersOfTwoProcesses(Subject store) {
        HistoryCheck check = check(store, writers(List.of(store, store.another()), 2));
        check.pollersMissedNothing();
        check.pollsSawWholeCommits();
    }

    /** Likely cause: the last event is looked up first, whether its commit is whole later, and the rest of it lands in between. */
    @Rule(
            id = "RACE-12",
            says =
                    "A head, asked for while many events are stored in one commit, is where the commit ends, or as it was before.",
            races = true)
    public void headsBesideLargeCommits(Subject store) {
        heads(store, store);
    }

    /** Likely cause: as for RACE-12; or an append looks at heads in another way than a caller does. */
    @Rule(
            id = "RACE-13",
            says =
                    "A conflict, and an append of no events, while many events are stored in one commit, name where the commit ends, "
                            + "or what was before.",
            races = true)
    public void appendsBesideLargeCommits(Subject store) {
        appends(store, store);
    }

    /** Likely cause: as for RACE-12; or the listing takes the last event of each stream for its head. */
    @Rule(
            id = "RACE-14",
            says =
                    "A listed head, while many events are stored in one commit, is where the commit ends, or the stream is not listed.",
            needs = Capability.LISTING,
            races = true)
    public void listingsBesideLargeCommits(Subject store) {
        LargeCommits commits = new LargeCommits(store, "listed");
        commits.beside(stream -> Subject.drain(store.listing().list(stream.category())).stream()
                .filter(head -> head.stream().equals(stream))
                .forEach(head -> commits.assertEnd("A listed head was", head.version())));
    }

    /** Likely cause: what is in flight is kept from others by a lock of the process that writes it. */
    @Rule(
            id = "RACE-15",
            says = "While another process stores many events in one commit, RACE-12 and RACE-13 hold too.",
            needs = Capability.SECOND_PROCESS,
            races = true)
    public void besideLargeCommitsOfAnotherProcess(Subject store) {
        Subject other = store.another();
        heads(store, other);
        appends(store, other);
    }

    private static void heads(Subject writer, Subject other) {
        LargeCommits commits = new LargeCommits(writer, "looked-at");
        commits.beside(stream ->
                commits.assertEnd("A head was said to be", other.head(stream).version()));
    }

    private static void appends(Subject writer, Subject other) {
        LargeCommits commits = new LargeCommits(writer, "appended-to");
        commits.beside(stream -> {
            Version none = other.append(stream, any(), List.of()).version();
            commits.assertEnd("An append of no events returned", none);
            try {
                other.append(stream, exactly(1_000_000), Sample.events(1));
                fail("An append that expects a version far beyond the head was stored");
            } catch (VersionConflictException conflict) {
                commits.assertEnd("A conflict names as head", conflict.actual().version());
            }
        });
    }

    private static HistoryCheck check(Subject store, History history) {
        return new HistoryCheck(history, store, STREAMS);
    }

    /** Threads that append with every expectation, read and ask for heads. */
    private static History mixed(List<Subject> stores, int pollers) {
        return recorded(stores, pollers, RaceRules::anyCall);
    }

    /** Threads that append only, each commit of several events, so that wherever a poll ends, it could end inside one. */
    private static History writers(List<Subject> stores, int pollers) {
        return recorded(
                stores,
                pollers,
                (history, store, thread, i) ->
                        history.append(store, thread, Commits.add(stream(thread + i), any(), 2 + i % 2)));
    }

    private interface Call {
        void make(History history, Subject store, int thread, int i);
    }

    private static History recorded(List<Subject> stores, int pollers, Call call) {
        History history = new History();
        AtomicInteger writing = new AtomicInteger(THREADS);
        stores.get(0).patience().together(THREADS + pollers, thread -> {
            Subject store = stores.get(thread % stores.size());
            if (thread >= THREADS) {
                poll(history, store, thread, writing);
                return true;
            }
            try {
                for (int i = 0; i < COMMITS; i++) {
                    call.make(history, store, thread, i);
                }
            } finally {
                writing.decrementAndGet();
            }
            return true;
        });
        return history;
    }

    /** Polls until it has seen as much as was stored, or has waited for the rest as long as a store may take. */
    private static void poll(History history, Subject store, int poller, AtomicInteger writing) {
        Position after = Position.START;
        long deadline = Long.MAX_VALUE;
        while (System.nanoTime() < deadline && (writing.get() > 0 || unseen(history, poller))) {
            if (writing.get() == 0 && deadline == Long.MAX_VALUE) {
                deadline = System.nanoTime() + store.patience().bound().toNanos();
            }
            after = history.poll(store, poller, after);
        }
    }

    private static boolean unseen(History history, int poller) {
        return history.polledEvents(poller) < history.storedEvents();
    }

    private static void anyCall(History history, Subject store, int thread, int i) {
        StreamId stream = stream(thread + i / 3);
        switch ((thread + i) % 8) {
            case 0 -> history.append(store, thread, Commits.add(stream, exactly(history.read(store, stream)), 2));
            case 1 -> history.append(store, thread, Commits.add(stream, any(), 1));
            case 2 -> history.append(store, thread, Commits.add(stream, noStream(), 2));
            case 3 -> history.read(store, stream);
            case 4 -> history.append(store, thread, Commits.add(stream, exactly(history.head(store, stream)), 3));
            case 5 -> history.append(store, thread, Commits.add(stream, streamExists(), 2));
            case 6 -> history.head(store, stream);
            default -> history.append(store, thread, Commits.add(stream, exactly(0), 1));
        }
    }

    private static StreamId stream(int i) {
        return i % 2 == 0 ? CART : STOCK;
    }
}
