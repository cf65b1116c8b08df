package org.synapse4j.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.serialization.EventTypes;

/**
 * What came of an event, or of time that passed: each method says what it is to be, and throws an {@link AssertionError} that shows the difference
 * where it is not. What is said of "the instance" is said of the one that handled an input last. Immutable.
 *
 * @param <S> the states
 */
public final class ProcessOutcome<S> {
    private final EventTypes types;
    private final List<Object> sent;
    private final @Nullable S state;
    private final boolean ended;
    private final Set<String> timers;
    private final @Nullable Throwable thrown;

    ProcessOutcome(
            EventTypes types,
            List<Object> sent,
            @Nullable S state,
            boolean ended,
            Set<String> timers,
            @Nullable Throwable thrown) {
        this.types = types;
        this.sent = List.copyOf(sent);
        this.state = state;
        this.ended = ended;
        this.timers = Set.copyOf(timers);
        this.thrown = thrown;
    }

    /** These commands were sent, in this order, and no others. */
    public ProcessOutcome<S> thenSends(Object... expected) {
        requireNotThrown();
        List<Object> wanted = Stored.unchanged(types, Arrays.asList(expected));
        if (!wanted.equals(sent)) {
            throw new AssertionError(
                    "What was sent is not what was expected (- expected, + sent):\n" + Difference.of(wanted, sent));
        }
        return this;
    }

    /** No command was sent, and nothing was thrown. */
    public ProcessOutcome<S> thenSendsNothing() {
        return thenSends();
    }

    /** The instance is in this state. */
    public ProcessOutcome<S> thenState(S expected) {
        requireNotThrown();
        if (!Objects.equals(expected, state)) {
            throw new AssertionError("Expected the state\n  - " + expected + "\n  + " + state);
        }
        return this;
    }

    /** The instance waits for these timers, and no others. */
    public ProcessOutcome<S> thenWaitsFor(String... expected) {
        requireNotThrown();
        if (!Set.of(expected).equals(timers)) {
            throw new AssertionError("Expected the timers\n  - " + Arrays.toString(expected) + "\n  + " + timers);
        }
        return this;
    }

    /** The instance has ended. */
    public ProcessOutcome<S> thenEnded() {
        requireNotThrown();
        if (!ended) {
            throw new AssertionError(
                    state == null
                            ? "There is no instance that could have ended"
                            : "The instance has not ended: " + state);
        }
        return this;
    }

    /** There is an instance, which has not ended. */
    public ProcessOutcome<S> thenGoesOn() {
        requireNotThrown();
        if (state == null || ended) {
            throw new AssertionError(state == null ? "There is no instance" : "The instance has ended: " + state);
        }
        return this;
    }

    /** No instance has ever begun. */
    public ProcessOutcome<S> thenNone() {
        requireNotThrown();
        if (state != null) {
            throw new AssertionError("There is an instance: " + state);
        }
        return this;
    }

    /** An error of this class was thrown by a function, and nothing was sent. */
    public ProcessOutcome<S> thenThrows(Class<? extends Throwable> expected) {
        if (!expected.isInstance(thrown)) {
            throw new AssertionError("Expected " + expected.getName() + ", but thrown was " + thrown, thrown);
        }
        if (!sent.isEmpty()) {
            throw new AssertionError(
                    "It was thrown, but this was sent all the same:\n" + Difference.of(List.of(), sent));
        }
        return this;
    }

    private void requireNotThrown() {
        if (thrown != null) {
            throw new AssertionError("This was thrown instead: " + thrown, thrown);
        }
    }
}
