package org.synapse4j.mongoembedded;

/**
 * The faults of an embedded server, and when they strike: each waits for one command, counted from the call that planned it, so
 * that a test says what happens without a clock. The driver's own handshakes are not counted and are always answered while the
 * server runs.
 *
 * <p>Faults compose. Where several are due at one command, it is first delayed and held, in the order of planning; then the
 * first of those happens that keep it from being executed (drop before, fail, late delivery), and the rest wait for the next
 * command they fit; without any of those, all that change the answer happen (refuse, stop after, pause after, write concern error, drop
 * after); a command that pauses refuses nothing.
 * Thread-safe.
 */
public final class Faults {
    private final FaultSchedule schedule;

    Faults(FaultSchedule schedule) {
        this.schedule = schedule;
    }

    /**
     * At the next command of this name.
     *
     * @param command such as {@code insert}, {@code find}, {@code findAndModify}; case does not matter
     */
    public Trigger next(String command) {
        return nth(1, command);
    }

    /** At the next command of any name. */
    public Trigger next() {
        return nth(1);
    }

    /**
     * At the k-th command of this name from now.
     *
     * @param k 1 for the next
     * @param command such as {@code insert}; case does not matter
     * @throws IllegalArgumentException if k is not positive
     */
    public Trigger nth(int k, String command) {
        return new Trigger(schedule, k, command);
    }

    /**
     * At the k-th command of any name from now.
     *
     * @param k 1 for the next
     * @throws IllegalArgumentException if k is not positive
     */
    public Trigger nth(int k) {
        return new Trigger(schedule, k, "");
    }

    /** {@linkplain Fault#cancel() Cancels} all faults, those that have fired too. */
    public void clear() {
        schedule.clear();
    }
}
