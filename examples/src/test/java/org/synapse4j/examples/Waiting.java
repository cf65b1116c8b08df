package org.synapse4j.examples;

import java.util.concurrent.CountDownLatch;

/** Waits in monitors, in ways that {@link Monitors} has to find. */
final class Waiting {
    private final Upper upper = new Lower();

    /** Something that may wait, or not. */
    interface Upper {
        void linger(int times) throws InterruptedException;
    }

    /** Does. */
    static final class Lower implements Upper {
        @Override
        public void linger(int times) throws InterruptedException {
            new CountDownLatch(times).await();
        }
    }

    synchronized void method() throws InterruptedException {
        upper.linger(1);
    }

    boolean block(boolean early) throws InterruptedException {
        synchronized (upper) {
            if (early) {
                return true;
            }
            sleep();
        }
        return false;
    }

    void inFunction() {
        synchronized (upper) {
            Runnable later = () -> {
                try {
                    sleep();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
            later.run();
        }
    }

    void outside() throws InterruptedException {
        synchronized (upper) {
            Thread.onSpinWait();
        }
        sleep();
    }

    private static void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
