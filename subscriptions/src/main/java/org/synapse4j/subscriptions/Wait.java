package org.synapse4j.subscriptions;

import java.util.Optional;
import org.synapse4j.api.Position;

/**
 * What to do before the next step.
 *
 * @param nanos how long to wait at most; 0 not at all
 * @param beyond waits no longer than until the end of the feed is beyond this position, where one is said
 */
record Wait(long nanos, Optional<Position> beyond) {
    static final Wait NOT = new Wait(0, Optional.empty());

    static Wait of(long nanos) {
        return new Wait(nanos, Optional.empty());
    }

    Wait atMost(long most) {
        return new Wait(Math.max(0, Math.min(nanos, most)), beyond);
    }
}
