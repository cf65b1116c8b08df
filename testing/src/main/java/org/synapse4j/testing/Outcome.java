package org.synapse4j.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Commit.StreamEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.serialization.EventTypes;

/**
 * The outcome of a scenario: each method says what it is to be, and throws an {@link AssertionError} that shows the difference where it is not.
 * Immutable.
 *
 * @param <S> the state afterwards, or the value that came back
 */
public final class Outcome<S extends @Nullable Object> {
    private final EventTypes types;
    private final List<StreamEvent> events;
    private final @Nullable S state;
    private final @Nullable Throwable thrown;

    Outcome(EventTypes types, List<StreamEvent> events, @Nullable S state, @Nullable Throwable thrown) {
        this.types = types;
        this.events = List.copyOf(events);
        this.state = state;
        this.thrown = thrown;
    }

    /** These events happened, in whatever streams, in this order, and no others. */
    public Outcome<S> then(Object... expected) {
        return compare("", events, Arrays.asList(expected));
    }

    /** These events happened in this stream, in this order, and no others in it. */
    public Outcome<S> thenIn(StreamId stream, Object... expected) {
        return compare(
                " in " + stream,
                events.stream().filter(event -> event.stream().equals(stream)).toList(),
                Arrays.asList(expected));
    }

    /** Nothing happened, and nothing was thrown. */
    public Outcome<S> thenNothing() {
        return then();
    }

    /** An error of this class was thrown, and nothing happened. */
    public Outcome<S> thenThrows(Class<? extends Throwable> expected) {
        return thenThrows(expected, error -> {});
    }

    /** An error of this class was thrown, which passes this check, and nothing happened. */
    public <E extends Throwable> Outcome<S> thenThrows(Class<E> expected, Consumer<? super E> check) {
        if (thrown == null) {
            throw new AssertionError("Expected " + expected.getName() + ", but it was not thrown; what happened:\n"
                    + Difference.of(List.of(), payloads(events)));
        }
        if (!expected.isInstance(thrown)) {
            throw new AssertionError("Expected " + expected.getName() + ", but thrown was " + thrown, thrown);
        }
        check.accept(expected.cast(thrown));
        if (!events.isEmpty()) {
            throw new AssertionError(
                    "It was thrown, but this happened all the same:\n" + Difference.of(List.of(), payloads(events)));
        }
        return this;
    }

    /** The state afterwards, or the value, equals this one. */
    public Outcome<S> thenState(S expected) {
        requireNotThrown();
        if (!Objects.equals(expected, state)) {
            throw new AssertionError("Expected the state\n  - " + expected + "\n  + " + state);
        }
        return this;
    }

    /** The state afterwards, or the value, passes this check. */
    public Outcome<S> thenStateIs(Consumer<? super @Nullable S> check) {
        requireNotThrown();
        check.accept(state);
        return this;
    }

    private Outcome<S> compare(String where, List<StreamEvent> actual, List<?> expected) {
        requireNotThrown();
        List<Object> wanted = Stored.unchanged(types, expected);
        if (!wanted.equals(payloads(actual))) {
            throw new AssertionError("What happened" + where + " is not what was expected (- expected, + happened):\n"
                    + Difference.of(wanted, payloads(actual)));
        }
        return this;
    }

    private void requireNotThrown() {
        if (thrown != null) {
            throw new AssertionError("This was thrown instead: " + thrown, thrown);
        }
    }

    private static List<Object> payloads(List<StreamEvent> events) {
        return events.stream().map(StreamEvent::event).toList();
    }
}
