package org.synapse4j.mongofixture;

import com.mongodb.client.MongoClient;
import java.time.Duration;
import org.synapse4j.mongoembedded.Fault;
import org.synapse4j.mongoembedded.Faults;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongoembedded.Trigger;
import org.synapse4j.tck.fixture.FaultInjection;

/** The faults of the TCK, at the next insert into the events of one storage, and on its own line to the server. */
final class EmbeddedFaults implements FaultInjection {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int CURSOR_NOT_FOUND = 43;

    private final Faults faults;
    private final String events;
    private final String snapshots;
    private final Link link;
    private final MongoClient client;

    EmbeddedFaults(Faults faults, String prefix, Link link, MongoClient client) {
        this.faults = faults;
        this.events = prefix + "_events";
        this.snapshots = prefix + "_snapshots";
        this.link = link;
        this.client = client;
    }

    @Override
    public void loseConnectionBeforeWrite() {
        nextInsert().dropBefore();
    }

    @Override
    public void loseAnswer() {
        nextInsert().dropAfter();
    }

    @Override
    public void vanishAfterWrite() {
        link.cutWhenServerHangsUp(() -> {});
        nextInsert().dropAfter();
    }

    @Override
    public void comeBack() {
        link.mend();
    }

    @Override
    public void dieAfter(int writes) {
        link.cutWhenServerHangsUp(client::close);
        if (writes == 0) {
            nextInsert().dropBefore();
        } else {
            nextInsert().stopAfter(writes);
        }
    }

    /** A deletion writes to snapshots first, in one command; a truncation does not. */
    @Override
    public void dieInRemovalAfter(int writes) {
        if (writes > 0) {
            link.cutWhenServerHangsUp(client::close);
            faults.next("update").on(events).stopAfter(writes - 1);
        } else {
            Fault truncation = faults.next("update").on(events).dropBefore();
            Fault deletion = faults.next("delete").on(snapshots).dropBefore();
            link.cutWhenServerHangsUp(() -> {
                truncation.cancel();
                deletion.cancel();
                client.close();
            });
        }
    }

    @Override
    public void loseCursor() {
        faults.next("getMore").fail(CURSOR_NOT_FOUND);
    }

    @Override
    public Stall stall() {
        HoldingFault held = nextInsert().hold();
        return new Stall() {
            @Override
            public void awaitHalted() throws InterruptedException {
                if (!held.awaitFired(1, LONG)) {
                    throw new IllegalStateException("No insert came to be held");
                }
            }

            @Override
            public void release() {
                held.release();
            }
        };
    }

    private Trigger nextInsert() {
        return faults.next("insert").on(events);
    }
}
