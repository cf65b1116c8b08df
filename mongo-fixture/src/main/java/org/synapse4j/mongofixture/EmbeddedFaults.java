package org.synapse4j.mongofixture;

import com.mongodb.client.MongoClient;
import java.time.Duration;
import org.synapse4j.mongoembedded.Faults;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongoembedded.Trigger;
import org.synapse4j.tck.FaultInjection;

/** The faults of the TCK, at the next insert into the events of one storage, and on its own line to the server. */
final class EmbeddedFaults implements FaultInjection {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Faults faults;
    private final String events;
    private final Link link;
    private final MongoClient client;

    EmbeddedFaults(Faults faults, String events, Link link, MongoClient client) {
        this.faults = faults;
        this.events = events;
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
