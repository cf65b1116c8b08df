package org.synapse4j.mongocommon.internal;

import org.synapse4j.mongocommon.Finding;
import org.synapse4j.mongocommon.Verification;

/** A {@link FetchingCursor} over what is found in a store, which tells how far it has come. For one thread at a time, but closing it may come from any. */
final class StoreVerification implements Verification {
    private final FetchingCursor<Finding> cursor;
    private final Verifying source;

    StoreVerification(Verifying source, Calls calls) {
        this.cursor = new FetchingCursor<>("what is in the store", source, Long.MAX_VALUE, calls);
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        return cursor.hasNext();
    }

    @Override
    public Finding next() {
        return cursor.next();
    }

    @Override
    public Progress progress() {
        return source.progress();
    }

    @Override
    public void close() {
        cursor.close();
    }
}
