package org.synapse4j.mongocommon.internal;

import com.mongodb.DuplicateKeyException;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoStalePrimaryException;
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
import org.synapse4j.mongocommon.OddDocumentException;
import org.synapse4j.mongocommon.ServerRefusedException;

/** Tells the server's and the driver's errors apart, by type, by code and by label, never by the text of a message. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private static final int UNAUTHORIZED = 13;
    private static final int AUTHENTICATION_FAILED = 18;
    private static final int DUPLICATE_KEY = 11000;

    /** The labels of errors after which a call may be made again, whatever their codes; newer servers have more of these. */
    private static final Set<String> PASSING_LABELS =
            Set.of("RetryableError", "RetryableWriteError", "SystemOverloadedError", "TransientTransactionError");

    private Failures() {}

    static boolean isDuplicate(MongoException error) {
        if (error instanceof MongoBulkWriteException bulk) {
            return bulk.getWriteErrors().stream().anyMatch(one -> one.getCode() == DUPLICATE_KEY);
        }
        return error.getCode() == DUPLICATE_KEY;
    }

    /** Whether the user lacks a right, or is none, which the server judges before it does anything. */
    static boolean isNotAllowed(MongoException error) {
        return error.getCode() == UNAUTHORIZED || error.getCode() == AUTHENTICATION_FAILED;
    }

    /** Whether the same call may succeed later; of a write, whether its outcome is open. */
    static boolean isPassing(MongoException given) {
        MongoException error = withoutLogin(given);
        if (error.getErrorLabels().stream().anyMatch(PASSING_LABELS::contains)) {
            return true;
        }
        if (error instanceof MongoBulkWriteException bulk) {
            return bulk.getWriteConcernError() != null
                    || bulk.getWriteErrors().stream().anyMatch(one -> PassingCodes.contain(one.getCode()));
        }
        return error instanceof MongoSocketException
                || error instanceof MongoTimeoutException
                || error instanceof MongoConnectionPoolClearedException
                || error instanceof MongoServerUnavailableException
                || error instanceof MongoNotPrimaryException
                || error instanceof MongoNodeIsRecoveringException
                || error instanceof MongoStalePrimaryException
                || error instanceof MongoWriteConcernException
                || (error instanceof WriteConcernException && !(error instanceof DuplicateKeyException))
                || PassingCodes.contain(error.getCode());
    }

    /** The error during a login, of which the driver makes a login that failed; any other error is itself. */
    private static MongoException withoutLogin(MongoException error) {
        return error instanceof MongoSecurityException && error.getCause() instanceof MongoException inside
                ? withoutLogin(inside)
                : error;
    }

    /**
     * Makes a call that may be made again, again and again until the deadline, or the earlier one of the call that it is part of; each of
     * its requests has what is left.
     *
     * @throws OperationInterruptedException if the thread is interrupted; its flag stays set
     * @throws StorageUnavailableException if the deadline is over
     * @throws ClosedException if the client was closed before or during the call
     * @throws OddDocumentException if what it reads is not as this library writes it
     */
    static <T> T persist(String call, Deadline deadline, Supplier<T> body) {
        Deadline earlier = TimeLeft.orEarlier(deadline);
        return TimeLeft.bind(earlier, () -> persisting(call, earlier, body));
    }

    private static <T> T persisting(String call, Deadline deadline, Supplier<T> body) {
        for (long pause = 5; ; pause = Math.min(2 * pause, 200)) {
            try {
                return body.get();
            } catch (MongoException error) {
                if (!isPassing(error) || deadline.isOver()) {
                    throw translated(call, error);
                }
                LOG.debug("{} is tried again", call, error);
                deadline.pause(pause, call);
            } catch (SynapseException ours) {
                throw ours;
            } catch (IllegalStateException error) {
                throw closed(call, error);
            } catch (RuntimeException error) {
                throw new OddDocumentException("what was met during: " + call, error);
            }
        }
    }

    /** The meaning of this error of the driver, which has no type of its own. */
    static ClosedException closed(String call, IllegalStateException error) {
        return new ClosedException("the MongoClient, during: " + call, error);
    }

    /**
     * Throws an error that ends the call of the thread that met it, whatever it was about: its time is over, it was interrupted, the client was
     * closed.
     */
    static void rethrowIfItEndsTheCall(SynapseException error) {
        if (error instanceof StorageUnavailableException
                || error instanceof OperationInterruptedException
                || error instanceof ClosedException) {
            throw error;
        }
    }

    /** As {@link #persist}, of a call without a result. */
    static void run(String call, Deadline deadline, Runnable body) {
        persist(call, deadline, () -> {
            body.run();
            return true;
        });
    }

    /** The error for a call of which the driver could not make a command. */
    static ConfigurationException unsendable(String call, RuntimeException error) {
        return new ConfigurationException(
                "The driver refuses: " + call + ". It says: " + error.getMessage(), List.of(), error);
    }

    /** Our error for one of the driver's, as its cause. */
    static SynapseException translated(String call, MongoException error) {
        if (withoutLogin(error) instanceof MongoInterruptedException) {
            Thread.currentThread().interrupt();
            return new OperationInterruptedException(call, error);
        }
        if (isPassing(error)) {
            return new StorageUnavailableException(
                    "MongoDB did not answer within the deadline: " + call
                            + ". Check host, port, replicaSet and tls; the cause says what each server answered.",
                    error);
        }
        if (error.getCode() == AUTHENTICATION_FAILED || error instanceof MongoSecurityException) {
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
        if (error instanceof MongoClientException) {
            return new ConfigurationException("The driver refuses: " + call + ".", List.of(), error);
        }
        return new ServerRefusedException(call, error);
    }
}
