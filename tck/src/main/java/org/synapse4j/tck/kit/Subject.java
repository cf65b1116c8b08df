package org.synapse4j.tck.kit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Assertions;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SnapshotStorage;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.api.spi.StreamDeletion;
import org.synapse4j.api.spi.StreamListing;
import org.synapse4j.api.spi.ViewStorage;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.FaultInjection;
import org.synapse4j.tck.fixture.StorageFixture;
import org.synapse4j.tck.fixture.StoreUnderTest;

/**
 * The store that a rule is tested on, with the calls that rules make most. Asking for a capability that was declared and is not
 * there fails the rule.
 */
public final class Subject implements AutoCloseable {
    private static final int THREADS = 8;

    private final StorageFixture fixture;
    private final Set<Capability> needs;
    private final StoreUnderTest underTest;
    private final List<Subject> fresh = new ArrayList<>();

    private Subject(StorageFixture fixture, Set<Capability> needs, StoreUnderTest underTest) {
        this.fixture = fixture;
        this.needs = needs;
        this.underTest = underTest;
    }

    public static Subject open(StorageFixture fixture, Set<Capability> needs) {
        return new Subject(fixture, needs, fixture.open(needs));
    }

    public StorageStrategy storage() {
        return underTest.storage();
    }

    /** Appends with a fresh commit id. */
    public AppendResult append(StreamId stream, ExpectedVersion expected, List<NewSerializedEvent> events) {
        return append(CommitId.fresh(), stream, expected, events);
    }

    public AppendResult append(
            CommitId id, StreamId stream, ExpectedVersion expected, List<NewSerializedEvent> events) {
        return append(SerializedCommit.of(id, stream, expected, events));
    }

    public AppendResult append(SerializedCommit commit) {
        return storage().streams().append(commit);
    }

    public AppendResult append(SerializedCommit commit, AppendCondition condition) {
        return append(commit.when(condition));
    }

    /** All events of the stream, oldest first. */
    public List<StoredSerializedEvent> read(StreamId stream) {
        return read(StreamRead.of(stream));
    }

    public List<StoredSerializedEvent> read(StreamRead read) {
        return drain(storage().streams().read(read));
    }

    public StreamHead head(StreamId stream) {
        return storage().streams().head(stream);
    }

    /**
     * The head that a stream must have which ends at this version. Its position is that of the last event that a read delivers; where none
     * is left, whatever the head says.
     */
    public StreamHead headAt(StreamId stream, long version) {
        return StreamHead.at(stream, Version.of(version), lastPosition(stream));
    }

    /** As {@link #headAt}, of a stream that was deleted. */
    public StreamHead headOfDeleted(StreamId stream, long version) {
        return StreamHead.deleted(stream, Version.of(version), lastPosition(stream));
    }

    private Position lastPosition(StreamId stream) {
        List<StoredSerializedEvent> left = read(stream);
        return left.isEmpty()
                ? head(stream).position()
                : left.get(left.size() - 1).position();
    }

    /** The whole feed, oldest first. */
    public List<StoredSerializedEvent> readFeed() {
        return readFeed(FeedRead.forwards());
    }

    public List<StoredSerializedEvent> readFeed(FeedRead read) {
        return drain(feed().read(read));
    }

    public FeedStorage feed() {
        return declared(storage().feed(), "feed()");
    }

    public StreamListing listing() {
        return declared(storage().listing(), "listing()");
    }

    public StreamDeletion deletion() {
        return declared(storage().deletion(), "deletion()");
    }

    public SnapshotStorage snapshots() {
        return declared(storage().snapshots(), "snapshots()");
    }

    public LeaseStorage leases() {
        return declared(storage().leases(), "leases()");
    }

    public ViewStorage views() {
        return declared(storage().views(), "views()");
    }

    public FaultInjection faults() {
        return declared(underTest.faults(), "the fixture's faults()");
    }

    /** One more store on the same data, as another process would open it. */
    public Subject another() {
        return on(declared(underTest.another(), "the fixture's another()"));
    }

    /** Closes the store and opens its data again. */
    public Subject reopen() {
        storage().close();
        return on(declared(underTest.reopen(), "the fixture's reopen()"));
    }

    /** All that a cursor delivers; closes it. */
    public static <T> List<T> drain(Cursor<T> cursor) {
        try (cursor) {
            List<T> all = new ArrayList<>();
            cursor.forEachRemaining(all::add);
            return all;
        }
    }

    /** Appends these events, whatever the stream's version is, and says what a read must deliver of them. */
    public List<StoredSerializedEvent> store(StreamId stream, List<NewSerializedEvent> events) {
        AppendResult result = append(stream, ExpectedVersion.any(), events);
        Assertions.assertEquals(events.size(), result.places().size(), "The append's result lacks places");
        List<StoredSerializedEvent> stored = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            stored.add(new StoredSerializedEvent(
                    result.places().get(i), result.commitId(), events.get(i).event()));
        }
        return stored;
    }

    /** Appends this many events in commits of this many, and says what a read must deliver of them. */
    public List<StoredSerializedEvent> store(StreamId stream, int events, int eventsInACommit) {
        List<StoredSerializedEvent> stored = new ArrayList<>();
        while (stored.size() < events) {
            stored.addAll(store(stream, Sample.events(Math.min(eventsInACommit, events - stored.size()))));
        }
        return stored;
    }

    /**
     * Appends to each of these streams, from several threads, so that it takes less time than one after the other, and says what the feed must
     * deliver of them.
     */
    public List<StoredSerializedEvent> storeEach(
            List<StreamId> streams, Function<StreamId, List<NewSerializedEvent>> events) {
        AtomicInteger next = new AtomicInteger();
        return patience()
                .together(THREADS, thread -> {
                    List<StoredSerializedEvent> stored = new ArrayList<>();
                    for (int i = next.getAndIncrement(); i < streams.size(); i = next.getAndIncrement()) {
                        stored.addAll(store(streams.get(i), events.apply(streams.get(i))));
                    }
                    return stored;
                })
                .stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(StoredSerializedEvent::position))
                .toList();
    }

    /** One more store, new and empty; closed with this one. For rules that use a store up. */
    public Subject fresh() {
        Subject one = open(fixture, needs);
        fresh.add(one);
        return one;
    }

    /** Whether this capability is declared. */
    public boolean declares(Capability capability) {
        return fixture.declares().declared().contains(capability);
    }

    /** How long this store may take, and how threads are run that may take so long. */
    public Patience patience() {
        return new Patience(fixture.patience());
    }

    @Override
    public void close() {
        fresh.forEach(Subject::close);
        underTest.close();
    }

    private Subject on(StorageStrategy storage) {
        return new Subject(fixture, needs, new StoreUnderTest() {
            @Override
            public StorageStrategy storage() {
                return storage;
            }

            @Override
            public Optional<StorageStrategy> another() {
                return underTest.another();
            }

            @Override
            public void close() {
                storage.close();
            }
        });
    }

    private static <T> T declared(Optional<T> present, String where) {
        return present.orElseGet(() -> Assertions.fail("Declared, but absent: " + where));
    }
}
