package org.synapse4j.subscriptions.projection;

import java.time.Duration;
import java.util.Optional;
import org.synapse4j.api.Position;
import org.synapse4j.api.ViewName;

/**
 * How a version of a view is doing. Immutable.
 *
 * @param view which version of which view
 * @param active whether it is the one that is read
 * @param passed up to where all events are in it; absent before its first run. Of one that another process builds, what that one saved last
 * @param end the end of the feed
 * @param owner the process that builds it, if one does
 * @param eventsPerSecond how many events this process has applied in each of the last ten seconds
 * @param left how long it will take still to reach the end, by how fast positions went by since this process began; absent elsewhere, or where nothing is known
 */
public record BuildStatus(
        ViewName view,
        boolean active,
        Optional<Position> passed,
        Position end,
        Optional<String> owner,
        double eventsPerSecond,
        Optional<Duration> left) {}
