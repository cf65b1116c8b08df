package org.synapse4j.tckmutants;

import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Where two threads wait for each other, so that the race of a mutant is lost every time instead of now and then. */
final class Meeting {
    private final Exchanger<Boolean> two = new Exchanger<>();
    private final AtomicInteger alone = new AtomicInteger();

    /** Returns when another thread has come too, or none has for a while; soon it waits no longer. */
    void await() {
        if (alone.get() > 2) {
            return;
        }
        try {
            two.exchange(true, 300, TimeUnit.MILLISECONDS);
        } catch (TimeoutException nobodyCame) {
            alone.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
