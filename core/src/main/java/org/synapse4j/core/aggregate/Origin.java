package org.synapse4j.core.aggregate;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.Version;

/**
 * How an aggregate was loaded. Immutable.
 *
 * @param snapshot the version of the snapshot that it goes on from, {@link Version#NONE} if from none
 * @param taken when that was taken
 * @param loading how long it took to load it
 */
public record Origin(Version snapshot, Optional<Instant> taken, Duration loading) {
    /** That of an aggregate that was not loaded. */
    public static final Origin NEW = new Origin(Version.NONE, Optional.empty(), Duration.ZERO);

    public Origin {
        Objects.requireNonNull(snapshot, "version of the snapshot");
        Objects.requireNonNull(taken, "time of the snapshot");
        Objects.requireNonNull(loading, "time of loading");
    }

    /** The same, loaded in this time. */
    public Origin loadedIn(Duration time) {
        return new Origin(snapshot, taken, time);
    }
}
