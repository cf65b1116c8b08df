package org.synapse4j.mongocommon.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.synapse4j.api.StreamId;

/**
 * Appends that are written together, by one leader at a time: fixed, but for those that join until it is sent. Used by its leader, and by
 * others under the lock of {@link Leaders}, under which it grows.
 */
final class Batch {
    private final List<Pending> appends;
    /** The streams of these appends: an append that builds on one of them has to wait. */
    private final Set<StreamId> streams = new HashSet<>();

    private final int expected;
    private boolean left;

    /** @param expected how many are likely to join */
    Batch(List<Pending> appends, int expected) {
        this.appends = new ArrayList<>();
        this.expected = expected;
        add(appends);
    }

    void add(List<Pending> joining) {
        joining.forEach(pending -> streams.addAll(pending.streams));
        appends.addAll(joining);
    }

    /** Its leader leaves before it is certain what came of it. */
    void leave() {
        appends.forEach(Pending::leave);
        left = true;
    }

    List<Pending> appends() {
        return appends;
    }

    /** The appends for which somebody waits, and which have no outcome yet. */
    List<Pending> open() {
        return appends.stream().filter(Pending::isOpen).toList();
    }

    int size() {
        return appends.size();
    }

    int expected() {
        return expected;
    }

    /** Whether a leader has left it, so that what came of it has to be made certain first. */
    boolean isLeft() {
        return left;
    }

    boolean contains(Pending pending) {
        return appends.contains(pending);
    }

    /** Whether an append has no stream in common with any of these batches. */
    static boolean isFree(Pending pending, List<Batch> batches) {
        for (Batch batch : batches) {
            if (!Collections.disjoint(batch.streams, pending.streams)) {
                return false;
            }
        }
        return true;
    }
}
