package org.synapse4j.subscriptions.internal;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.synapse4j.api.SubscriptionName;

/** Who has subscriptions work in his own thread and by his own clock, instead of threads of theirs. */
public interface Turns {
    /** His clock, as {@link System#nanoTime()}. */
    LongSupplier nanos();

    /** A subscription was opened, and is to be given turns. */
    void opened(SubscriptionName name, Turn turn);

    /** A subscription was closed. */
    void closed(SubscriptionName name);

    /** Gives turns to all until nobody has anything to do; called by one that waits for the others. */
    void drain();

    /** The turns of one subscription. */
    interface Turn {
        /** Does all that is due; tells what a handler threw meanwhile, if its event was not skipped. */
        Optional<Throwable> take() throws InterruptedException;
    }
}
