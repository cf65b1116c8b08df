package org.synapse4j.mongocommon.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.mongocommon.OddDocumentException;
import org.synapse4j.mongocommon.documents.LogDocument;

/**
 * The odd documents that were passed over, each of which is told once, in the program's log: readers of the feed go on, and somebody has to
 * know. Thread-safe.
 */
final class PassedOver {
    private static final Logger LOG = LoggerFactory.getLogger(PassedOver.class);

    /** Where there are more than these, a few more lines are no matter. */
    private static final int REMEMBERED = 10_000;

    @GuardedBy("this")
    private final Set<String> told = new HashSet<>();

    /** Tells of a document, unless it was told already. */
    void tell(LogDocument odd) {
        tell(odd.key(), odd.odd());
    }

    /** Tells of what has this name, unless it was told already. */
    void tell(String name, OddDocumentException odd) {
        if (isNew(name)) {
            LOG.error("Passed over, as it cannot be read: {}", name, odd);
        }
    }

    private synchronized boolean isNew(String key) {
        if (told.size() >= REMEMBERED) {
            told.clear();
        }
        return told.add(key);
    }
}
