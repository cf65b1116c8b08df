package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.Optional;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.SubscriptionName;

/** What was said of a subscription when it was built. */
record SubscriptionSettings(
        SubscriptionName name,
        EventQuery query,
        Start start,
        Keys keys,
        FailurePolicy onFailure,
        int checkpointEvents,
        Duration checkpointTime,
        Optional<Duration> handlerTimeout,
        int batch) {}
