package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;

import java.util.Optional;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.FaultyCalls;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The rules FIND: the first result of a stored commit, by its id. */
public final class FindRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId OTHER = StreamId.of("cart", "2");

    /** Likely cause: the last commit of a stream is found, or versions are taken from where the stream is now. */
    @Rule(
            id = "FIND-1",
            says = "A stored commit is found by its id, with its first result, whatever was appended since.")
    public void firstResult(Subject store) {
        AppendResult first = store.append(CART, noStream(), Sample.events(3));
        AppendResult second = store.append(OTHER, any(), Sample.events(1));
        AppendResult third = store.append(CART, exactly(3), Sample.events(2));
        for (AppendResult result : new AppendResult[] {first, second, third}) {
            assertEquals(Optional.of(result), find(store, result.commitId()), "What is found of a stored commit");
        }
    }

    /** Likely cause: ids are kept when an append begins instead of with what it stores. */
    @Rule(
            id = "FIND-2",
            says =
                    "Nothing is found under an id that names no commit, that of a refused one, or that of one of no events.")
    public void nothing(Subject store) {
        store.append(CART, noStream(), Sample.events(1));
        SerializedCommit refused = Commits.of(Commits.add(CART, noStream(), 2));
        assertThrows(VersionConflictException.class, () -> store.append(refused), "An append with a wrong expectation");
        SerializedCommit empty = Commits.of(Commits.add(CART, any(), 0));
        store.append(empty);
        assertEquals(Optional.empty(), find(store, CommitId.fresh()), "What is found under an id that names no commit");
        assertEquals(Optional.empty(), find(store, refused.id()), "What is found of a refused commit");
        assertEquals(Optional.empty(), find(store, empty.id()), "What is found of a commit of no events");
    }

    /** Likely cause: the result is made of the events that are left. */
    @Rule(
            id = "FIND-3",
            says = "A commit whose events were truncated or deleted is still found, with its first result.",
            needs = Capability.DELETION)
    public void removed(Subject store) {
        AppendResult truncated = store.append(CART, noStream(), Sample.events(3));
        store.deletion().truncate(CART, Version.of(3));
        assertEquals(Optional.of(truncated), find(store, truncated.commitId()), "What is found of a truncated commit");
        AppendResult deleted = store.append(OTHER, noStream(), Sample.events(2));
        store.deletion().delete(OTHER);
        assertEquals(Optional.of(deleted), find(store, deleted.commitId()), "What is found of a deleted commit");
    }

    /** Likely cause: the streams of a commit are looked at one by one, and their places put together in another order. */
    @Rule(
            id = "FIND-4",
            says = "A commit over several streams is found with its places in its own order.",
            needs = Capability.MULTI_STREAM)
    public void overSeveralStreams(Subject store) {
        SerializedCommit commit = Commits.alternating(OTHER, CART, OTHER, CART, CART);
        AppendResult result = store.append(commit);
        assertEquals(Optional.of(result), find(store, commit.id()), "What is found of a commit over two streams");
    }

    /** Likely cause: results are kept in the memory of the process that appended. */
    @Rule(id = "FIND-5", says = "A commit that another process stored is found.", needs = Capability.SECOND_PROCESS)
    public void ofAnotherProcess(Subject store) {
        AppendResult result = store.append(CART, noStream(), Sample.events(2));
        assertEquals(
                Optional.of(result),
                find(store.another(), result.commitId()),
                "What is found of another process's commit");
    }

    /** Likely cause: the mark of a commit is found before all of it is written. */
    @Rule(
            id = "FIND-6",
            says = "After its writer died a commit is found with the result that repeating it gives, or is not stored.",
            needs = {Capability.FAULTS, Capability.SECOND_PROCESS})
    public void ofDeadWriters(Subject store) {
        for (int writes = 0; writes < 3; writes++) {
            Subject fresh = store.fresh();
            SerializedCommit commit = Commits.of(Commits.add(CART, noStream(), 2));
            Subject other = fresh.another();
            FaultyCalls.die(fresh, writes, commit);
            Optional<AppendResult> found =
                    FaultyCalls.bounded(other, "A find after a writer died", () -> find(other, commit.id()));
            int events = other.read(CART).size();
            assertEquals(found.isPresent() ? 2 : 0, events, "Events that are read of a commit, by whether it is found");
            if (found.isPresent()) {
                assertEquals(found.get(), other.append(commit), "The result of repeating a commit that was found");
            }
        }
    }

    private static Optional<AppendResult> find(Subject store, CommitId id) {
        return store.storage().streams().find(id);
    }
}
