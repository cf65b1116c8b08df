package org.synapse4j.core.faults;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Calls of several threads, with when each began and ended and what it returned; and whether they could have happened one after the other, each at
 * some time between its beginning and its end (linearisability). For some dozens of calls: all orders are tried.
 *
 * @param <C> what is called
 * @param <R> what it returns
 */
public final class History<C, R> {
    private final Queue<Call<C, R>> calls = new ConcurrentLinkedQueue<>();

    private record Call<C, R>(C what, R result, long began, long ended) {}

    /**
     * What a call leads to where nobody else calls.
     *
     * @param result what it returns
     * @param state what is so afterwards
     * @param <S> what is so
     * @param <R> what a call returns
     */
    public record Outcome<S, R>(R result, S state) {}

    /** Makes a call, and records it. */
    public void call(C what, Supplier<R> doing) {
        long began = System.nanoTime();
        R result = doing.get();
        calls.add(new Call<>(what, result, began, System.nanoTime()));
    }

    /** Whether one after the other would have had the same results, from this state on. */
    public <S> boolean couldBeInTurn(S state, BiFunction<? super S, ? super C, Outcome<S, R>> alone) {
        return couldGoOn(new ArrayList<>(calls), state, alone, new HashSet<>());
    }

    private <S> boolean couldGoOn(
            List<Call<C, R>> left, S state, BiFunction<? super S, ? super C, Outcome<S, R>> alone, Set<Object> tried) {
        if (left.isEmpty()) {
            return true;
        }
        if (!tried.add(List.of(List.copyOf(left), state))) {
            return false;
        }
        long firstEnd = left.stream().mapToLong(Call::ended).min().orElseThrow();
        for (Call<C, R> next : left) {
            if (next.began() <= firstEnd) {
                Outcome<S, R> outcome = alone.apply(state, next.what());
                if (outcome.result().equals(next.result())) {
                    List<Call<C, R>> others = new ArrayList<>(left);
                    others.remove(next);
                    if (couldGoOn(others, outcome.state(), alone, tried)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return String.join("\n", calls.stream().map(Call::toString).toList());
    }
}
