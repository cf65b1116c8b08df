package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.test;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongocommon.ServerRefusedException;
import org.synapse4j.mongoembedded.Fault;
import org.synapse4j.mongoembedded.Trigger;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;

/** Errors of a server that are waited out, and those that are told at once, and as what: by code, by label, and while a user logs in. */
final class ServerErrors {
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final Map<Integer, String> PASSING = new TreeMap<>(Map.ofEntries(
            Map.entry(6, "HostUnreachable"),
            Map.entry(7, "HostNotFound"),
            Map.entry(24, "LockTimeout"),
            Map.entry(43, "CursorNotFound"),
            Map.entry(46, "LockBusy"),
            Map.entry(50, "MaxTimeMSExpired"),
            Map.entry(63, "StaleShardVersion"),
            Map.entry(64, "WriteConcernTimeout"),
            Map.entry(83, "RemoteResultsUnavailable"),
            Map.entry(89, "NetworkTimeout"),
            Map.entry(90, "CallbackCanceled"),
            Map.entry(91, "ShutdownInProgress"),
            Map.entry(94, "NotYetInitialized"),
            Map.entry(107, "LockFailed"),
            Map.entry(112, "WriteConflict"),
            Map.entry(117, "ConflictingOperationInProgress"),
            Map.entry(133, "FailedToSatisfyReadPreference"),
            Map.entry(134, "ReadConcernMajorityNotAvailableYet"),
            Map.entry(143, "CursorInUse"),
            Map.entry(145, "PooledConnectionsDropped"),
            Map.entry(149, "NoConfigPrimary"),
            Map.entry(150, "StaleEpoch"),
            Map.entry(172, "TransportSessionClosed"),
            Map.entry(175, "QueryPlanKilled"),
            Map.entry(189, "PrimarySteppedDown"),
            Map.entry(199, "ReplicaSetMonitorRemoved"),
            Map.entry(202, "NetworkInterfaceExceededTimeLimit"),
            Map.entry(203, "ShardingStateNotInitialized"),
            Map.entry(211, "KeyNotFound"),
            Map.entry(215, "DatabaseDropPending"),
            Map.entry(216, "ElectionInProgress"),
            Map.entry(234, "RetryChangeStream"),
            Map.entry(237, "CursorKilled"),
            Map.entry(239, "SnapshotTooOld"),
            Map.entry(246, "SnapshotUnavailable"),
            Map.entry(249, "StaleDbVersion"),
            Map.entry(250, "StaleChunkHistory"),
            Map.entry(262, "ExceededTimeLimit"),
            Map.entry(267, "PreparedTransactionInProgress"),
            Map.entry(272, "MigrationConflict"),
            Map.entry(276, "IndexBuildAborted"),
            Map.entry(279, "ClientDisconnect"),
            Map.entry(285, "IndexBuildAlreadyInProgress"),
            Map.entry(290, "TransactionExceededLifetimeLimitSeconds"),
            Map.entry(303, "SplitHorizonChange"),
            Map.entry(314, "ObjectIsBusy"),
            Map.entry(317, "ConnectionPoolExpired"),
            Map.entry(319, "MovePrimaryInProgress"),
            Map.entry(333, "ServiceExecutorInShutdown"),
            Map.entry(343, "ShardCannotRefreshDueToLocksHeld"),
            Map.entry(355, "InterruptedDueToStorageChange"),
            Map.entry(365, "TemporarilyUnavailable"),
            Map.entry(371, "UserWritesBlocked"),
            Map.entry(372, "CloseConnectionForShutdownCommand"),
            Map.entry(384, "ConnectionError"),
            Map.entry(391, "ReauthenticationRequired"),
            Map.entry(398, "StreamTerminated"),
            Map.entry(402, "ResourceExhausted"),
            Map.entry(406, "MigrationBlockingOperationCoordinatorCleaningUp"),
            Map.entry(407, "PooledConnectionAcquisitionExceededTimeLimit"),
            Map.entry(412, "UpdatesStillPending"),
            Map.entry(433, "AdmissionQueueOverflow"),
            Map.entry(449, "RateLimitExceeded"),
            Map.entry(450, "PooledConnectionAcquisitionRejected"),
            Map.entry(453, "InterruptedDueToReshardingCriticalSection"),
            Map.entry(462, "IngressRequestRateLimitExceeded"),
            Map.entry(9001, "SocketException"),
            Map.entry(10058, "LegacyNotPrimary"),
            Map.entry(10107, "NotWritablePrimary"),
            Map.entry(11600, "InterruptedAtShutdown"),
            Map.entry(11601, "Interrupted"),
            Map.entry(11602, "InterruptedDueToReplStateChange"),
            Map.entry(12586, "BackgroundOperationInProgressForDatabase"),
            Map.entry(12587, "BackgroundOperationInProgressForNamespace"),
            Map.entry(13388, "StaleConfig"),
            Map.entry(13435, "NotPrimaryNoSecondaryOk"),
            Map.entry(13436, "NotPrimaryOrSecondary"),
            Map.entry(46841, "ClientMarkedKilled"),
            Map.entry(50915, "BackupCursorOpenConflictWithCheckpoint"),
            Map.entry(56846, "ConfigServerUnreachable"),
            Map.entry(91331, "RetriableRemoteCommandFailure"),
            Map.entry(10045600, "InterruptedDueToFCVChange")));

    private static final Map<Integer, String> REFUSED = new TreeMap<>(Map.ofEntries(
            Map.entry(1, "InternalError"),
            Map.entry(2, "BadValue"),
            Map.entry(9, "FailedToParse"),
            Map.entry(20, "IllegalOperation"),
            Map.entry(59, "CommandNotFound"),
            Map.entry(72, "InvalidOptions"),
            Map.entry(73, "InvalidNamespace"),
            Map.entry(96, "OperationFailed"),
            Map.entry(100, "UnsatisfiableWriteConcern"),
            Map.entry(115, "CommandNotSupported"),
            Map.entry(121, "DocumentValidationFailure"),
            Map.entry(146, "ExceededMemoryLimit"),
            Map.entry(166, "CommandNotSupportedOnView"),
            Map.entry(171, "CannotIndexParallelArrays"),
            Map.entry(292, "QueryExceededMemoryLimitNoDiskUseAllowed"),
            Map.entry(301, "DataCorruptionDetected"),
            Map.entry(323, "APIStrictError"),
            Map.entry(8000, "AtlasError"),
            Map.entry(10334, "BSONObjectTooLarge"),
            Map.entry(14031, "OutOfDiskSpace"),
            Map.entry(16755, "a geo index that cannot take the document"),
            Map.entry(999_999, "a code that nobody knows")));

    private ServerErrors() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.concat(
                Stream.of(
                        test("Errors that pass are waited out, by their codes", factory, ServerErrors::passing),
                        test("Errors that stay are told at once, as the server's", factory, ServerErrors::refused),
                        test("A missing right is told as that", factory, ServerErrors::notAllowed),
                        test("Errors that pass are waited out, by their labels", factory, ServerErrors::labelled)),
                Stream.concat(
                        whileLoggingIn(
                                StorageUnavailableException.class,
                                "is no wrong password",
                                Map.of(
                                        "A lost connection", Trigger::dropBefore,
                                        "A host that is not reached", trigger -> trigger.fail(6),
                                        "A shutdown", trigger -> trigger.fail(91),
                                        "An election", trigger -> trigger.fail(189),
                                        "A restart", trigger -> trigger.fail(11600),
                                        "An overload", trigger -> trigger.fail(462)),
                                factory),
                        whileLoggingIn(
                                ConfigurationException.class,
                                "says so",
                                Map.of(
                                        "A wrong password", trigger -> trigger.fail(18),
                                        "A wrong password of Atlas", trigger -> trigger.fail(8000),
                                        "A user who may not come from here", trigger -> trigger.fail(214),
                                        "A mechanism that is not offered", trigger -> trigger.fail(334)),
                                factory)));
    }

    private static void passing(Bench bench) {
        withEach(PASSING.keySet().stream().map(code -> trigger -> trigger.fail(code)), bench);
    }

    private static void labelled(Bench bench) {
        withEach(
                Stream.of("RetryableError", "SystemOverloadedError", "TransientTransactionError", "RetryableWriteError")
                        .map(label -> trigger -> trigger.fail(999_999, label)),
                bench);
    }

    private static void withEach(Stream<UnaryFault> faults, Bench bench) {
        try (MongoClient client = bench.client("", ServerErrors::asksOften)) {
            bench.open();
            MongoStorage storage = bench.on(client);
            long[] version = {0};
            faults.forEach(kind -> {
                Fault unwritten = kind.plan(bench.nextInsert());
                version[0]++;
                assertEquals(
                        version[0], bench.append(storage, CART, 1).version().value());
                Fault unread = kind.plan(bench.nthFind(1).times(3));
                assertEquals(version[0], storage.streams().head(CART).version().value());
                assertEquals(4, unwritten.fired() + unread.fired());
            });
            assertEquals(version[0], bench.feed().size());
            bench.requireContiguous();
        }
    }

    /** Looks for a primary again at once, and tries nothing again by itself. */
    private static void asksOften(MongoClientSettings.Builder settings) {
        settings.applyToServerSettings(server -> server.minHeartbeatFrequency(1, TimeUnit.MILLISECONDS))
                .retryReads(false)
                .retryWrites(false);
    }

    private static void refused(Bench bench) {
        MongoStorage storage = bench.open();
        REFUSED.forEach((code, name) -> {
            isRefused(code, name, bench.nextInsert().fail(code), () -> bench.append(storage, CART, 1));
            isRefused(
                    code,
                    name,
                    bench.nthFind(1).fail(code),
                    () -> storage.streams().head(CART));
        });
        assertEquals(0, bench.feed().size());
        assertEquals(1, bench.append(storage, CART, 1).version().value());
    }

    private static void isRefused(int code, String name, Fault fault, Executable call) {
        ServerRefusedException refused = assertThrows(ServerRefusedException.class, call, name);
        assertEquals(code, refused.code(), name);
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("code " + code) && message.contains("fault injected"), message);
        assertEquals(1, fault.fired(), name);
    }

    private static void notAllowed(Bench bench) {
        MongoStorage storage = bench.open();
        bench.nthFind(1).fail(13);
        ConfigurationException refused = assertThrows(
                ConfigurationException.class, () -> storage.streams().head(CART));
        assertTrue(String.valueOf(refused.getMessage()).contains("readWrite"), refused::getMessage);
    }

    private static Stream<DynamicTest> whileLoggingIn(
            Class<? extends SynapseException> expected,
            String told,
            Map<String, UnaryFault> faults,
            StorageFactory factory) {
        return new TreeMap<>(faults)
                .entrySet().stream()
                        .map(fault -> test(fault.getKey() + " while a user logs in " + told, factory, bench -> {
                            fault.getValue()
                                    .plan(bench.faults().next("saslStart").times(1_000_000));
                            try (MongoClient client = bench.client("ann:secret@", ServerErrors::asksOften)) {
                                MongoStorage storage = bench.on(client, SHORT);
                                SynapseException error = assertThrows(
                                        SynapseException.class,
                                        () -> storage.streams().head(CART));
                                assertInstanceOf(expected, error);
                            }
                        }));
    }

    /** Plans a fault. */
    private interface UnaryFault {
        Fault plan(Trigger trigger);
    }
}
