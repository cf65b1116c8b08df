package org.synapse4j.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.errors.CapabilityMissingException;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.errors.WrongLayoutException;
import org.synapse4j.api.internal.Require;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.serialization.UnknownTypes;
import org.synapse4j.api.serialization.UpcastContext;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StorageIndexes;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StreamDeletion;
import org.synapse4j.api.spi.StreamListing;

/**
 * Stores and reads an application's events, in its own objects. It joins a storage, a serialiser and a registry of event types.
 * Open one with {@link EventStores#open(String, EventTypes)}, or with {@link #builder(EventTypes)} where there is more to say.
 *
 * <p>Thread-safe: one store serves all threads. Calls block until the storage answered, at most for its deadline. A capability
 * that the storage lacks is a {@link CapabilityMissingException} of the call that needs it. After {@link #close()} every call
 * that reads or writes throws {@link ClosedException}. Besides what a call names, it may throw what {@link StorageStrategy} says of
 * every call.
 *
 * <p>The TCK opens one on every storage: the rules STORE. Other rules that a call names hold the storage to what the call passes on to it.
 */
public final class EventStore implements AutoCloseable {
    /** Where the notes of a feed read begin: it moves on to each event's stream. */
    private static final StreamId FEED = StreamId.of("feed", "*");

    /** How far apart clocks are taken to be where nothing is said. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private final StorageStrategy storage;
    private final PayloadWriter writer;
    private final EventReader reader;
    private final StateReader states;
    private final Clock clock;
    private final Listeners listeners = new Listeners();

    EventStore(StorageStrategy storage, SerializationParts parts, Clock clock) {
        PayloadReader payloads = new PayloadReader(parts);
        this.storage = storage;
        this.writer = new PayloadWriter(parts, storage.prefers());
        this.reader = new EventReader(parts, payloads);
        this.states = new StateReader(parts, payloads);
        this.clock = clock;
    }

    /** A store to be put together: its storage, and where the defaults do not do, its serialiser and its clock. */
    public static EventStoreBuilder builder(EventTypes types) {
        return new EventStoreBuilder(types);
    }

    /**
     * A store to be put together that knows no types: all that it reads is an {@link OpaqueEvent}, and it appends nothing else. It needs
     * no serialiser. For copying, auditing and looking into a store.
     */
    public static EventStoreBuilder opaque() {
        return builder(EventTypes.builder().build()).unknownTypes(UnknownTypes.OPAQUE);
    }

    /**
     * Appends to one stream, all or none; see {@link #append(Commit)}. If the outcome may be unknown, make a {@link Commit} and
     * append that, so that it can be appended again.
     *
     * @param events payloads, or {@link NewEvent}s where an event is more than its payload; none only check the expected version
     * @throws InvalidValueException if one of them is a collection, which was meant to be passed as the {@link List}; nothing was sent
     */
    public AppendResult append(StreamId stream, ExpectedVersion expected, Object... events) {
        return append(stream, expected, Require.events(events));
    }

    /** Appends to one stream; as {@link #append(StreamId, ExpectedVersion, Object...)}. */
    public AppendResult append(StreamId stream, ExpectedVersion expected, List<?> events) {
        return append(Commit.of(stream, expected, events));
    }

    /** Appends to one stream under a condition, by which no events are judged too; see {@link #append(Commit)}. */
    public AppendResult append(StreamId stream, ExpectedVersion expected, List<?> events, AppendCondition condition) {
        return append(Commit.of(stream, expected, events).when(condition));
    }

    /**
     * Stores a commit, all of it or nothing, at consecutive versions in each stream and ascending positions in its order. The payloads are
     * serialised before anything is sent, and may change afterwards. A commit that is stored already is answered with its first
     * result, so appending the same {@code Commit} again is safe. The types in its condition are those of today, whatever names
     * they were stored under; where an upcaster splits, an event conflicts if any type is named that it may become. Pinned by the
     * rules APPEND, EXPECT, REPEAT, MULTI, CONDITION, RACE and FAULT.
     *
     * @return where its events landed
     * @throws VersionConflictException if a stream is not as expected; nothing was stored
     * @throws ConditionConflictException if an event matches its condition; nothing was stored
     * @throws CommitIdReusedException if its id names stored other content; nothing was stored
     * @throws InvalidValueException if an event id stands in it twice; nothing was sent
     * @throws UnknownTypeException if a payload's class is not registered, or its condition names a type that is not, and the store does
     *     not keep such opaque; nothing was sent
     * @throws SerializationException if a payload cannot be written; nothing was sent
     * @throws TooLargeException if it is beyond the storage's limits; nothing was sent
     * @throws CapabilityMissingException if it touches several streams, or has a condition, and the storage cannot; nothing was
     *     sent
     * @throws OperationInterruptedException if the thread is interrupted before anything is sent; nothing was stored
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; nothing was stored
     * @throws OutcomeUnknownException if that is not certain; append the same commit again
     */
    public AppendResult append(Commit commit) {
        Objects.requireNonNull(commit, "commit");
        SerializedCommit serialized = new SerializedCommit(
                commit.id(),
                commit.expectations(),
                commit.events().stream().map(this::serialize).toList(),
                commit.condition()
                        .map(demanded -> new AppendCondition(reader.stored(demanded.query()), demanded.after())));
        serialized.requireOnly(storage.capabilities(), storage.name());
        AppendResult result = storage.streams().append(serialized);
        listeners.tell(commit, result);
        return result;
    }

    /**
     * Has this listener be told of each append of this store object, after those that came before. Does not block.
     *
     * @param name what it is called where it fails
     */
    public void listen(String name, AppendListener listener) {
        listeners.add(name, listener);
    }

    /** Has this listener be told no more, but of appends under way. One that does not listen changes nothing. Does not block. */
    public void stopListening(AppendListener listener) {
        listeners.remove(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * The first result of the commit that is stored under this id, if there is one. Who may have to repeat a command gives its commit an
     * id that follows from the command, and asks here before deciding again: a decision on newer state would make other content, and be
     * refused by {@link CommitIdReusedException}. A commit that is in flight is waited for, or ended. A commit of no events is not
     * remembered. Pinned by the rules REPEAT.
     *
     * @throws OperationInterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline
     */
    public Optional<AppendResult> find(CommitId id) {
        Objects.requireNonNull(id, "commit id");
        return storage.streams().find(id);
    }

    /**
     * The event with its payload serialised, as this store would keep it: for one that goes to several stores, or is appended
     * again and again, and is to be serialised once. Sends nothing. Does not block.
     *
     * @param event a payload, or a {@link NewEvent}
     * @throws UnknownTypeException if the payload's class is not registered
     * @throws SerializationException if the payload cannot be written
     */
    public NewEvent serialized(Object event) {
        NewEvent given = NewEvent.ofWhatever(event);
        return new NewEvent(writer.write(given.payload()), given.tags(), given.metadata(), given.id(), given.time());
    }

    /**
     * The type name that is stored with objects of this class, exactly this one: for a query, for instance.
     *
     * @throws UnknownTypeException if it is not registered
     */
    public TypeName typeOf(Class<?> type) {
        return writer.typeOf(type);
    }

    /** Reads all of a stream, oldest first; see {@link #read(StreamRead)}. */
    public EventStream read(StreamId stream) {
        return read(StreamRead.of(stream));
    }

    /**
     * Reads events of a stream; an unknown or deleted one is empty. Lazy; close it. Pinned by the rules READ, DATA and RACE.
     *
     * @throws OperationInterruptedException from the returned stream too, if the thread is interrupted
     * @throws StorageUnavailableException from the returned stream too, if the storage cannot be reached within the deadline
     */
    public EventStream read(StreamRead read) {
        Objects.requireNonNull(read, "read");
        return new EventStream(storage.streams().read(read), reader, UpcastContext.of(read.stream()), event -> true);
    }

    /** Reads the whole feed, oldest first; see {@link #feed(FeedRead)}. */
    public EventStream feed() {
        return feed(FeedRead.forwards());
    }

    /**
     * Reads events of all streams by position. Lazy; close it. A query names types as they are read today, whatever names they
     * were stored under. Its limit counts stored events: where upcasters make none of one, or several, fewer or more are
     * delivered. Pinned by the rules FEED and RACE.
     *
     * @throws UnknownTypeException if the query names a type that is not registered, and the store does not keep such opaque
     * @throws OperationInterruptedException from the returned stream too, if the thread is interrupted
     * @throws StorageUnavailableException from the returned stream too, if the storage cannot be reached within the deadline
     */
    public EventStream feed(FeedRead read) {
        Objects.requireNonNull(read, "read");
        EventQuery query = read.query();
        boolean exact = !reader.upcasts();
        return new EventStream(
                feedStorage().read(read.matching(reader.stored(query))),
                reader,
                UpcastContext.of(FEED),
                event -> exact || query.matches(event.stream(), event.type(), event.tags()));
    }

    /**
     * The settled end of the feed: no event at or before it is still to come; {@link Position#START} of an empty store.
     *
     * @throws OperationInterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached, or the end not be found, within the deadline
     */
    public Position end() {
        return feedStorage().end();
    }

    /** A position by time, of clocks within a minute; see {@link #positionAt(Instant, Duration)}. */
    public Position positionAt(Instant time) {
        return positionAt(time, CLOCKS);
    }

    /**
     * A position up to which every event is earlier than this time, if the store gave the events their times: who reads on after it misses none
     * that is not earlier. {@link Position#START} where no event is known to be earlier. It is found by bisection: a request or two for each halving
     * of the feed, some twenty for a million events. Times that the application gave ({@link NewEvent#at}) are outside the promise, and where they lie in the
     * past, as those of imported events, they lead the search astray. Not atomic. Pinned by the rule STORE-6.
     *
     * @param tolerance how far apart the clocks of those who appended may have been, and how long an append may have taken, together; the larger,
     *     the earlier the position
     * @throws InvalidValueException if the tolerance is negative
     * @throws OperationInterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline, which each request has for itself
     */
    public Position positionAt(Instant time, Duration tolerance) {
        Require.time("time", time);
        Objects.requireNonNull(tolerance, "tolerance");
        if (tolerance.isNegative()) {
            throw new InvalidValueException("tolerance", "is " + tolerance + "; the least allowed is 0");
        }
        return new TimeSearch(feedStorage(), time.minus(tolerance)).lastBefore();
    }

    /**
     * Where a stream ends, and whether it exists.
     *
     * @throws OperationInterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline
     */
    public StreamHead head(StreamId stream) {
        Objects.requireNonNull(stream, "stream");
        return storage.streams().head(stream);
    }

    /**
     * The streams that exist, each once, in no promised order. Lazy; close it. Pinned by the rules LIST.
     *
     * @throws OperationInterruptedException from the cursor too, if the thread is interrupted
     * @throws StorageUnavailableException from the cursor too, if the storage cannot be reached within the deadline
     */
    public Cursor<StreamHead> streams() {
        return listing().list();
    }

    /**
     * The streams of one category that exist, each once, in an order of the storage's own that is always the same. Lazy; close it. Pinned
     * by the rules LIST.
     *
     * @throws InvalidValueException if no category can have this name
     * @throws OperationInterruptedException from the cursor too, if the thread is interrupted
     * @throws StorageUnavailableException from the cursor too, if the storage cannot be reached within the deadline
     */
    public Cursor<StreamHead> streams(String category) {
        return listing().list(Require.category(category));
    }

    /**
     * The streams of one category that come after this one, in the order of {@link #streams(String)}: for who lists page by page, or goes
     * on with what was broken off. Lazy; close it. Pinned by the rules LIST.
     *
     * @param after a stream of the category, which need not exist
     * @throws InvalidValueException if it is of another category
     * @throws OperationInterruptedException from the cursor too, if the thread is interrupted
     * @throws StorageUnavailableException from the cursor too, if the storage cannot be reached within the deadline
     */
    public Cursor<StreamHead> streams(String category, StreamId after) {
        Objects.requireNonNull(after, "after");
        if (!after.category().equals(Require.category(category))) {
            throw new InvalidValueException("after", "is " + after + ", no stream of category " + category);
        }
        return listing().listAfter(after);
    }

    /**
     * How many streams of one category exist. It looks at each of them. Pinned by the rules LIST.
     *
     * @throws InvalidValueException if no category can have this name
     * @throws OperationInterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached, or they cannot be counted, within the deadline
     */
    public long countStreams(String category) {
        return listing().count(Require.category(category));
    }

    /**
     * Removes the stream's events below this version; its head stays. Pinned by the rules DELETE.
     *
     * @param before the lowest version to keep
     * @throws OperationInterruptedException if the thread is interrupted; some events may be gone, and the call can be made again
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; as above
     */
    public void truncate(StreamId stream, Version before) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(before, "before");
        deletion().truncate(stream, before);
    }

    /**
     * Removes the stream's events and snapshots; it keeps its version n and goes on at n + 1. Pinned by the rules DELETE.
     *
     * @throws OperationInterruptedException if the thread is interrupted; some events may be gone, and the call can be made again
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; as above
     */
    public void delete(StreamId stream) {
        Objects.requireNonNull(stream, "stream");
        deletion().delete(stream);
    }

    /** The snapshots of this store. Also given after {@link #close()}; each of their calls throws {@link ClosedException} then. */
    public Snapshots snapshots() {
        return new Snapshots(need(storage.snapshots(), "snapshots"), writer, states, clock);
    }

    /** The leases of this store's subscriptions. Also given after {@link #close()}; each of their calls throws {@link ClosedException} then. */
    public LeaseStorage leases() {
        return need(storage.leases(), "leases");
    }

    /**
     * One version of a view, in this store's storage. Does no I/O. What projections write: applications read views by the module {@code
     * subscriptions}.
     *
     * @param state the class of its states, which is registered as events' are
     * @throws UnknownTypeException if the class is not registered
     * @throws CapabilityMissingException if the storage has no views
     */
    public <S> ViewStore<S> views(ViewName name, Class<S> state) {
        Objects.requireNonNull(name, "view");
        Objects.requireNonNull(state, "state");
        reader.requireRegistered(state);
        return new StoredViews<>(need(storage.views(), "views"), name, state, writer, states);
    }

    /**
     * Removes all of one version of a view. One that is not there changes nothing.
     *
     * @throws CapabilityMissingException if the storage has no views
     * @throws OperationInterruptedException if the thread is interrupted; it may have been done
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; it may have been done
     */
    public void dropViews(ViewName name) {
        need(storage.views(), "views").drop(Objects.requireNonNull(name, "view"));
    }

    /**
     * A query for the events of these classes, by the names that they are registered under. Does no I/O.
     *
     * @throws UnknownTypeException if a class is not registered
     */
    public EventQuery queryFor(Collection<Class<?>> events) {
        return reader.queryFor(Require.elements("events", events));
    }

    /**
     * Makes the collections, tables and indexes that the storage needs and that are missing; where it needs none, it does nothing. Opening
     * by a line does so already, unless the line says otherwise. May be called again at any time. Pinned by the rules LIFE.
     *
     * @throws WrongLayoutException if the store is there in another layout
     * @throws ConfigurationException if what is there cannot keep a store's promises, or if the user may not make what is missing
     * @throws OperationInterruptedException if the thread is interrupted; what was made stays
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; what was made stays
     */
    public void ensureIndexes() {
        storage.indexes().ifPresent(StorageIndexes::ensureIndexes);
    }

    /** Lets appends in progress finish within the deadline and closes the storage. Again, it does nothing. */
    @Override
    public void close() {
        storage.close();
    }

    private NewSerializedEvent serialize(Commit.StreamEvent added) {
        NewEvent event = NewEvent.ofWhatever(added.event());
        OpaqueEvent encoded = writer.write(event.payload());
        return new NewSerializedEvent(
                added.stream(),
                new SerializedEvent(
                        event.id().orElseGet(EventId::fresh),
                        encoded.schema().type(),
                        encoded.schema().revision(),
                        event.tags(),
                        encoded.payload(),
                        event.metadata(),
                        event.time().orElseGet(clock::instant)),
                event.id().isPresent(),
                event.time().isPresent());
    }

    private FeedStorage feedStorage() {
        return need(storage.feed(), "feed");
    }

    private StreamListing listing() {
        return need(storage.listing(), "listing of streams");
    }

    private StreamDeletion deletion() {
        return need(storage.deletion(), "truncating and deleting");
    }

    private <T> T need(Optional<T> capability, String name) {
        return Objects.requireNonNull(capability)
                .orElseThrow(() -> new CapabilityMissingException(name, storage.name()));
    }
}
