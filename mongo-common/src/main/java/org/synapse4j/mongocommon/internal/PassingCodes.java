package org.synapse4j.mongocommon.internal;

import java.util.Set;

/**
 * Codes of errors that pass by themselves: the same call may succeed after them, without anybody changing the call, the user's
 * rights, the configuration or the data. Each with the name that the server gives it (in its {@code error_codes.yml}).
 *
 * <p>They are all that the server counts as errors of the network, interruptions, elections, shutdowns, time limits, stale routing,
 * snapshots, lost cursors or overload, or as retriable, and that are no matter of configuration; and those of its locks, catalogue
 * and index builds that somebody else's operation holds up. A disk or a quota that is full is not among them: somebody has to act.
 */
final class PassingCodes {
    private static final Set<Integer> CODES = Set.of(
            6, // HostUnreachable
            7, // HostNotFound
            24, // LockTimeout
            43, // CursorNotFound
            46, // LockBusy
            50, // MaxTimeMSExpired
            63, // StaleShardVersion
            64, // WriteConcernTimeout, formerly WriteConcernFailed
            83, // RemoteResultsUnavailable
            89, // NetworkTimeout
            90, // CallbackCanceled
            91, // ShutdownInProgress
            94, // NotYetInitialized
            107, // LockFailed
            112, // WriteConflict
            117, // ConflictingOperationInProgress
            133, // FailedToSatisfyReadPreference
            134, // ReadConcernMajorityNotAvailableYet
            143, // CursorInUse
            145, // PooledConnectionsDropped
            149, // NoConfigPrimary
            150, // StaleEpoch
            172, // TransportSessionClosed
            175, // QueryPlanKilled
            189, // PrimarySteppedDown
            199, // ReplicaSetMonitorRemoved
            202, // NetworkInterfaceExceededTimeLimit
            203, // ShardingStateNotInitialized
            211, // KeyNotFound
            215, // DatabaseDropPending
            216, // ElectionInProgress
            234, // RetryChangeStream
            237, // CursorKilled
            239, // SnapshotTooOld
            246, // SnapshotUnavailable
            249, // StaleDbVersion
            250, // StaleChunkHistory
            262, // ExceededTimeLimit
            267, // PreparedTransactionInProgress
            272, // MigrationConflict
            276, // IndexBuildAborted
            279, // ClientDisconnect
            285, // IndexBuildAlreadyInProgress
            290, // TransactionExceededLifetimeLimitSeconds
            303, // SplitHorizonChange
            314, // ObjectIsBusy
            317, // ConnectionPoolExpired
            319, // MovePrimaryInProgress
            333, // ServiceExecutorInShutdown
            343, // ShardCannotRefreshDueToLocksHeld
            355, // InterruptedDueToStorageChange
            365, // TemporarilyUnavailable
            371, // UserWritesBlocked
            372, // CloseConnectionForShutdownCommand
            384, // ConnectionError
            391, // ReauthenticationRequired
            398, // StreamTerminated
            402, // ResourceExhausted
            406, // MigrationBlockingOperationCoordinatorCleaningUp
            407, // PooledConnectionAcquisitionExceededTimeLimit
            412, // UpdatesStillPending
            433, // AdmissionQueueOverflow
            449, // RateLimitExceeded
            450, // PooledConnectionAcquisitionRejected
            453, // InterruptedDueToReshardingCriticalSection
            462, // IngressRequestRateLimitExceeded
            9001, // SocketException
            10058, // LegacyNotPrimary
            10107, // NotWritablePrimary
            11600, // InterruptedAtShutdown
            11601, // Interrupted
            11602, // InterruptedDueToReplStateChange
            12586, // BackgroundOperationInProgressForDatabase
            12587, // BackgroundOperationInProgressForNamespace
            13388, // StaleConfig
            13435, // NotPrimaryNoSecondaryOk
            13436, // NotPrimaryOrSecondary
            46841, // ClientMarkedKilled
            50915, // BackupCursorOpenConflictWithCheckpoint
            56846, // ConfigServerUnreachable
            91331, // RetriableRemoteCommandFailure
            10045600); // InterruptedDueToFCVChange

    private PassingCodes() {}

    static boolean contain(int code) {
        return CODES.contains(code);
    }
}
