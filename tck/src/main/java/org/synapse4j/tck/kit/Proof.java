package org.synapse4j.tck.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;

/** Proves that a fixture stores and reads, so that no rule can pass on a store that does nothing. */
public final class Proof {
    private Proof() {}

    public static void thatItStoresAndReads(Subject subject) {
        StreamId stream = StreamId.of("proof", "1");
        var events = List.of(Sample.event("Proof"));
        subject.append(stream, ExpectedVersion.noStream(), events);
        assertEquals(
                Sample.contents(events),
                Sample.storedContents(subject.read(stream)),
                "Before the rule was tested: the store does not give back the one event it was given");
    }
}
