package org.synapse4j.api.errors;

import org.jspecify.annotations.Nullable;

/** The storage did not answer within the deadline. An append that ends so has certainly stored nothing. */
public final class StorageUnavailableException extends TransientException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what was tried, where, and for how long
     * @param cause the driver's error, where there is one
     */
    public StorageUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
