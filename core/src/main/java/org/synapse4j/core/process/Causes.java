package org.synapse4j.core.process;

import java.util.Map;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.core.command.Correlation;

/** From which input a step follows, as its events and commands say it. */
final class Causes {
    private Causes() {}

    static Map<String, String> of(StoredEvent input) {
        String id = input.id().toString();
        return Map.of(
                Correlation.CORRELATION_ID,
                input.metadata().getOrDefault(Correlation.CORRELATION_ID, id),
                Correlation.CAUSATION_ID,
                id);
    }
}
