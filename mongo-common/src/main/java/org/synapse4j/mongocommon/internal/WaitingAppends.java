package org.synapse4j.mongocommon.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.synapse4j.api.StreamId;
import org.synapse4j.mongocommon.documents.EncodedCommit;

/**
 * The waiting room: the appends that no batch has taken, in the order in which they came, and which of them go together. Not thread-safe; under
 * the lock of {@link Leaders}.
 */
final class WaitingAppends implements Iterable<Pending> {
    private final Set<Pending> waiting = new LinkedHashSet<>();

    void add(Pending pending) {
        waiting.add(pending);
    }

    /** Takes it out; false if it was not in. */
    boolean remove(Pending pending) {
        return waiting.remove(pending);
    }

    boolean contains(Pending pending) {
        return waiting.contains(pending);
    }

    int size() {
        return waiting.size();
    }

    @Override
    public Iterator<Pending> iterator() {
        return waiting.iterator();
    }

    /**
     * The appends that can be written together with these: for each stream in their order, as far as they fit one message; a conditional append is
     * alone.
     *
     * @param others what the batch has already
     * @param slots no more slots than this, unless one append that is alone has more
     * @param share no more than so many appends, but for those that would have to wait for these anyway
     * @param batches none of them may be in its way
     */
    List<Pending> fitting(List<Pending> others, int slots, int share, List<Batch> batches) {
        List<Pending> chosen = new ArrayList<>();
        int room = slots;
        long bytes = EncodedCommit.MESSAGE_BYTES
                - others.stream().mapToLong(pending -> pending.commit.bytes()).sum();
        Set<StreamId> passedOver = new HashSet<>();
        Set<StreamId> taken = new HashSet<>();
        for (Pending next : waiting) {
            boolean another = chosen.size() >= share && Collections.disjoint(taken, next.streams);
            if (another || !Batch.isFree(next, batches) || !Collections.disjoint(passedOver, next.streams)) {
                passedOver.addAll(next.streams);
                continue;
            }
            boolean alone = next.commit.condition().isPresent();
            boolean first = others.isEmpty() && chosen.isEmpty();
            room -= next.commit.slots();
            bytes -= next.commit.bytes();
            if (!first && (alone || room < 0 || bytes < 0)) {
                break;
            }
            chosen.add(next);
            taken.addAll(next.streams);
            if (alone) {
                break;
            }
        }
        return chosen;
    }
}
