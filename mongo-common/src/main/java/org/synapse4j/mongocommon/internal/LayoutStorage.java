package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoDriverInformation;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.spi.AppendCapability;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.SnapshotStorage;
import org.synapse4j.api.spi.StorageIndexes;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.StreamDeletion;
import org.synapse4j.api.spi.StreamListing;
import org.synapse4j.api.spi.StreamStorage;
import org.synapse4j.api.spi.ViewStorage;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongocommon.Pruned;
import org.synapse4j.mongocommon.Verification;
import org.synapse4j.mongocommon.documents.CommitLayout;

/** The storage of both strategies, in the layout that it is given: wires the log, and gives its parts out as capabilities. Thread-safe. */
public final class LayoutStorage implements MongoStorage {
    private static final MongoDriverInformation DRIVER_INFORMATION =
            MongoDriverInformation.builder().driverName("synapse4j").build();

    /** Databases that are not replicated, or are read by the server itself. */
    private static final String ADMIN = "admin";

    private static final Set<String> OF_THE_SERVER = Set.of(ADMIN, "config", "local");

    /** The driver's own, whatever the client has: a codec of its owner's would change what is stored, looked for and read. */
    private static final CodecRegistry CODECS = MongoClientSettings.getDefaultCodecRegistry();

    /** So long may the index on tags of a store take that has events. */
    private static final Duration LONGEST_INDEX = Duration.ofDays(1);

    /** How long a commit in flight may be in a writer's way. */
    private static final Duration JUDGE_GRACE = Duration.ofMillis(100);

    private final CommitLayout layout;
    private final MongoOptions options;
    private final StoreCollections collections;
    private final TagsIndex tags;
    private final SlotLog log;
    private final SettledRecord record;
    private final EventLog events;
    private final Listing listing;
    private final GroupCommit groupCommit;
    private final Feed feed;
    private final Deletion deletion;
    private final Pruning pruning;
    private final MongoSnapshots snapshots;
    private final MongoLeases leases;
    private final OpenReads reads = new OpenReads();
    private final MongoViews views;
    private final Consumer<Deadline> release;

    private volatile boolean checked;
    private volatile boolean closed;

    private LayoutStorage(
            CommitLayout layout,
            MongoDatabase given,
            @Nullable MongoDatabase admin,
            MongoOptions options,
            Consumer<Deadline> release) {
        Objects.requireNonNull(given, "database");
        if (!given.getWriteConcern().isAcknowledged()) {
            throw new ConfigurationException(
                    "The write concern is w=0: nothing would be known of any write.", List.of("w=majority"));
        }
        if (OF_THE_SERVER.contains(given.getName().toLowerCase(Locale.ROOT))) {
            throw new ConfigurationException(
                    "Database '" + given.getName() + "' is the server's own. Name one of the application's.",
                    List.of());
        }
        this.layout = Objects.requireNonNull(layout, "layout");
        this.options = Objects.requireNonNull(options, "options");
        this.release = release;
        MongoDatabase database = given.withCodecRegistry(CODECS)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .withReadConcern(ReadConcern.MAJORITY)
                .withReadPreference(ReadPreference.primary())
                .withTimeout(options.deadline().toMillis(), TimeUnit.MILLISECONDS);
        String prefix = options.prefix();
        var store = database.getCollection(CollectionNames.store(prefix)).withWriteConcern(WriteConcern.W1);
        Calls calls = new Calls(this::requireReady, options.deadline(), reads);
        this.record = new SettledRecord(store);
        Journal journal = new Journal(database, record, options.deadline());
        this.log = new SlotLog(database, CollectionNames.events(prefix), journal, layout.holdsList());
        Judge judge =
                new Judge(log, layout, JUDGE_GRACE.compareTo(options.grace()) < 0 ? JUDGE_GRACE : options.grace());
        Heads heads = new Heads(log, layout, judge);
        this.tags = new TagsIndex(database, prefix, layout, options.tags());
        this.collections = new StoreCollections(
                database, admin == null ? null : admin.withCodecRegistry(CODECS), prefix, layout, tags);
        QueryFilter filter = new QueryFilter(layout);
        SameStore same = new SameStore(log, collections, record);
        Settled settled = new Settled(log, record, journal, same, options.grace());
        SlotChooser chooser = new SlotChooser(log, same, database, store);
        Settling settling = new Settling(log, settled, chooser, calls);
        Conditions conditions = new Conditions(log, layout, filter, settling);
        this.feed = new Feed(log, layout, filter, settled, settling, calls);
        BatchWriter writer = new BatchWriter(log, judge, heads, same, chooser, conditions);
        this.groupCommit = new GroupCommit(writer);
        this.events = new EventLog(log, layout, judge, heads, same, groupCommit, conditions, calls);
        same.onReplaced(log::forget);
        same.onReplaced(journal::forget);
        same.onReplaced(heads::forget);
        same.onReplaced(settled::forget);
        same.onReplaced(chooser::forget);
        same.onReplaced(writer::forget);
        same.onReplaced(() -> checked = false);
        this.listing = new Listing(log, new StreamEnds(log), heads, layout, calls);
        this.snapshots = new MongoSnapshots(
                database.getCollection(CollectionNames.snapshots(prefix), RawBsonDocument.class),
                layout.limits(),
                calls);
        this.leases = new MongoLeases(database.getCollection(CollectionNames.leases(prefix), Document.class), calls);
        this.views = new MongoViews(database, prefix, layout.limits(), calls);
        this.deletion = new Deletion(log, heads, snapshots, calls);
        this.pruning = new Pruning(log, heads, settling, snapshots, calls);
    }

    /**
     * A storage in this database; closing it leaves the database's client open. Does no I/O.
     *
     * @throws ConfigurationException if the database's write concern is w:0, or the database is {@code admin}, {@code config} or
     *     {@code local}
     */
    public static MongoStorage on(CommitLayout layout, MongoDatabase database, MongoOptions options) {
        return new LayoutStorage(layout, database, null, options, deadline -> {});
    }

    /**
     * A storage in this client's database; closing it leaves the client open. Tells the server who calls. Does no I/O.
     *
     * @throws ConfigurationException if the client's write concern is w:0, or the database is {@code admin}, {@code config} or
     *     {@code local}
     * @throws InvalidValueException if no database can have this name
     */
    public static MongoStorage on(CommitLayout layout, MongoClient client, String database, MongoOptions options) {
        return new LayoutStorage(
                layout, database(client, database), client.getDatabase(ADMIN), options, deadline -> {});
    }

    /** A storage whose client was opened for it, and is closed with it. */
    static LayoutStorage owning(CommitLayout layout, MongoClient client, String database, MongoOptions options) {
        return new LayoutStorage(
                layout, database(client, database), client.getDatabase(ADMIN), options, new OwnClient(client)::close);
    }

    private static MongoDatabase database(MongoClient client, String name) {
        client.appendMetadata(DRIVER_INFORMATION);
        try {
            return client.getDatabase(Objects.requireNonNull(name, "database"));
        } catch (IllegalArgumentException refused) {
            throw new InvalidValueException("database", "is '" + name + "'; the driver says: " + refused.getMessage());
        }
    }

    @Override
    public void ensureIndexes() {
        makeCollections();
        if (tags.isWanted()) {
            Duration longest = lacksTags() ? LONGEST_INDEX : options.deadline();
            make(longest, tags::create);
        }
        checked = true;
    }

    /** As {@link #ensureIndexes()}, but leaves a store that has events without an index on tags, and logs that. */
    void ensureAtOpening() {
        makeCollections();
        if (tags.isWanted() && lacksTags()) {
            tags.warn();
        } else if (tags.isWanted()) {
            make(options.deadline(), tags::create);
        }
        checked = true;
    }

    private void makeCollections() {
        requireOpen();
        collections.ensure(step -> make(options.deadline(), step));
    }

    /** Whether there are events, and no index on their tags. */
    private boolean lacksTags() {
        return Failures.persist(
                "looking for the indexes of store " + options.prefix(),
                Deadline.in(options.deadline()),
                () -> log.tail() > 0 && tags.isMissing());
    }

    private void make(Duration longest, Runnable step) {
        Failures.run("making the indexes of store " + options.prefix(), Deadline.in(longest), step);
    }

    @Override
    public String name() {
        return "mongo-" + layout.name();
    }

    @Override
    public StorageLimits limits() {
        return layout.limits();
    }

    @Override
    public StreamStorage streams() {
        return events;
    }

    @Override
    public Set<AppendCapability> capabilities() {
        return Set.of(AppendCapability.values());
    }

    @Override
    public Optional<FeedStorage> feed() {
        return Optional.of(feed);
    }

    @Override
    public Optional<StreamListing> listing() {
        return Optional.of(listing);
    }

    @Override
    public Optional<StreamDeletion> deletion() {
        return Optional.of(deletion);
    }

    @Override
    public Optional<SnapshotStorage> snapshots() {
        return Optional.of(snapshots);
    }

    @Override
    public Optional<LeaseStorage> leases() {
        return Optional.of(leases);
    }

    @Override
    public Optional<ViewStorage> views() {
        return Optional.of(views);
    }

    @Override
    public Optional<StorageIndexes> indexes() {
        return Optional.of(this);
    }

    @Override
    public Pruned prune(Duration retention) {
        return pruning.prune(retention);
    }

    @Override
    public Verification verify() {
        requireOpen();
        return new StoreVerification(
                new Verifying(log, layout, collections, record),
                new Calls(this::requireOpen, options.deadline(), reads));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Deadline deadline = Deadline.in(options.deadline());
            groupCommit.close(deadline);
            reads.close(deadline);
            release.accept(deadline);
        }
    }

    /** Refuses calls after {@link #close()}; at the first call, looks whether the store was made, in this layout. */
    private void requireReady() {
        requireOpen();
        if (!checked) {
            Failures.run("opening store " + options.prefix(), Deadline.in(options.deadline()), collections::require);
            checked = true;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("the storage " + name());
        }
    }
}
