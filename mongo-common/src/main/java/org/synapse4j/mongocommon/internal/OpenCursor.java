package org.synapse4j.mongocommon.internal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.mongocommon.documents.LogDocument;

/** The documents that a read has open on the server, while it has any. For one thread at a time. */
final class OpenCursor {
    private @Nullable LogDocuments open;

    /** The next document; where none are open, they are opened now. Null at their end. */
    @Nullable
    LogDocument next(Supplier<LogDocuments> opening) {
        LogDocuments documents = open == null ? opening.get() : open;
        open = documents;
        return documents.hasNext() ? documents.next() : null;
    }

    boolean isOpen() {
        return open != null;
    }

    /** Whether some are open, and no further page is needed to tell if there is a next one. */
    boolean isAtHand() {
        LogDocuments documents = open;
        return documents != null && documents.isAtHand();
    }

    /** Lets go of the server. Again, it does nothing. */
    void release() {
        LogDocuments documents = open;
        open = null;
        if (documents != null) {
            documents.close();
        }
    }
}
