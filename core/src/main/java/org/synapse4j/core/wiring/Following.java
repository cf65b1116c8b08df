package org.synapse4j.core.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.synapse4j.subscriptions.Subscription;
import org.synapse4j.subscriptions.Subscriptions;

/**
 * What follows the feed: processes and subscriptions, in the order in which they were named. Immutable and thread-safe.
 *
 * @param followers each of them
 * @param closing how they are closed: the last one first
 */
record Following(List<Follower> followers, List<Closing> closing) {
    static final Following NONE = new Following(List.of(), List.of());

    /**
     * One of them.
     *
     * @param name what it is listed as
     * @param subscription what it is driven by
     * @param start starts it
     * @param part what is closed
     */
    record Follower(String name, Subscription subscription, Consumer<Executor> start, AutoCloseable part) {}

    Following {
        followers = List.copyOf(followers);
        closing = List.copyOf(closing);
    }

    /** Makes all of them, then starts all of them; if one cannot be made, none is left. */
    static Following started(
            Subscriptions subscriptions, List<Function<Subscriptions, Follower>> making, Executor executor) {
        List<Follower> made = new ArrayList<>();
        try {
            making.forEach(one -> made.add(one.apply(subscriptions)));
        } catch (RuntimeException | Error e) {
            subscriptions.close();
            throw e;
        }
        made.forEach(follower -> follower.start().accept(executor));
        List<Closing> closing = new ArrayList<>();
        closing.add(new Closing("subscriptions", subscriptions));
        made.forEach(follower -> closing.add(new Closing(follower.name(), follower.part())));
        return new Following(made, closing);
    }

    Optional<Subscription> subscription(String name) {
        return followers.stream()
                .map(Follower::subscription)
                .filter(one -> one.name().value().equals(name))
                .findFirst();
    }
}
