package org.synapse4j.mongocommon.internal;

import com.mongodb.DuplicateKeyException;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.WriteConcernException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.mongocommon.ServerRefusedException;

/** Tells the server's and the driver's errors apart, by type and by code, never by the text of a message. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private static final int DUPLICATE_KEY = 11000;
    private static final int NO_LOGIN = 18;
    private static final Set<Integer> NOT_ALLOWED = Set.of(13, 18, 8000);

    /**
     * Codes after which the same call may succeed: host unreachable or not found, network timeout, shutdown, primary stepped down,
     * exceeded time limit, socket, not primary, interrupted, write concern failed or timed out, stale, snapshot, query plan killed by
     * the end of an index, cursor killed and others.
     */
    private static final Set<Integer> PASSING = Set.of(
            6, 7, 43, 50, 63, 64, 89, 91, 133, 134, 150, 175, 189, 234, 237, 262, 9001, 10107, 11600, 11601, 11602,
            13388, 13435, 13436);

    private Failures() {}

    static boolean isDuplicate(MongoException error) {
        if (error instanceof MongoBulkWriteException bulk) {
            return bulk.getWriteErrors().stream().anyMatch(one -> one.getCode() == DUPLICATE_KEY);
        }
        return error.getCode() == DUPLICATE_KEY;
    }

    /** Whether the user lacks a right, which the server judges before it does anything. */
    static boolean isNotAllowed(MongoException error) {
        return NOT_ALLOWED.contains(error.getCode());
    }

    /** Whether the same call may succeed later; of a write, whether its outcome is open. */
    static boolean isPassing(MongoException error) {
        if (error instanceof MongoBulkWriteException bulk) {
            return bulk.getWriteConcernError() != null
                    || bulk.getWriteErrors().stream().anyMatch(one -> PASSING.contains(one.getCode()));
        }
        return error instanceof MongoSocketException
                || error instanceof MongoTimeoutException
                || error instanceof MongoConnectionPoolClearedException
                || error instanceof MongoServerUnavailableException
                || error instanceof MongoWriteConcernException
                || error instanceof MongoOperationTimeoutException
                || (error instanceof WriteConcernException && !(error instanceof DuplicateKeyException))
                || PASSING.contains(error.getCode());
    }

    /**
     * Makes a call that may be made again, again and again until the deadline.
     *
     * @throws OperationInterruptedException if the thread is interrupted; its flag stays set
     * @throws StorageUnavailableException if the deadline is over
     * @throws ClosedException if the client was closed before or during the call
     */
    static <T> T persist(String call, Deadline deadline, Supplier<T> body) {
        for (long pause = 5; ; pause = Math.min(2 * pause, 200)) {
            try {
                return body.get();
            } catch (MongoException error) {
                if (!isPassing(error) || deadline.isOver()) {
                    throw translated(call, error);
                }
                LOG.debug("{} is tried again", call, error);
                deadline.pause(pause, call);
            } catch (IllegalStateException error) {
                throw new ClosedException("the MongoClient, during: " + call, error);
            }
        }
    }

    /** As {@link #persist}, of a call without a result. */
    static void run(String call, Deadline deadline, Runnable body) {
        persist(call, deadline, () -> {
            body.run();
            return true;
        });
    }

    /** Our error for one of the driver's, as its cause. */
    static SynapseException translated(String call, MongoException error) {
        if (error instanceof MongoInterruptedException) {
            Thread.currentThread().interrupt();
            return new OperationInterruptedException(call, error);
        }
        if (error.getCode() == NO_LOGIN || error instanceof MongoSecurityException) {
            return new ConfigurationException(
                    "MongoDB does not accept the user and the password: " + call
                            + ". Check both, and authSource, the database where the user was made.",
                    List.of(),
                    error);
        }
        if (isNotAllowed(error)) {
            return new ConfigurationException(
                    "The user may not do what this call needs, or none is named: " + call
                            + ". Grant readWrite on the database, or see docs/mongodb.md for the single privileges.",
                    List.of(),
                    error);
        }
        if (isPassing(error)) {
            return new StorageUnavailableException(
                    "MongoDB did not answer within the deadline: " + call
                            + ". Check host, port, replicaSet and tls; the cause says what each server answered.",
                    error);
        }
        if (error instanceof MongoClientException) {
            return new ConfigurationException("The driver refuses: " + call + ".", List.of(), error);
        }
        return new ServerRefusedException(call, error);
    }
}
