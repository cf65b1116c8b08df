/**
 * Processes: what follows from events, over several aggregates and over time (ADR 47). A {@link org.synapse4j.core.process.ProcessType} says by pure
 * functions which events start an instance or are for one, what state follows, which commands are to be sent and which timers set;
 * {@link org.synapse4j.core.process.Processes} runs it by a subscription.
 *
 * <pre>{@code
 * ProcessType<Payment> payment = ProcessType.named("payment", Payment.NEW)
 *         .starts(Placed.class, "order", Placed::order, (state, placed, step) -> {
 *             step.timer("reminder", Duration.ofMinutes(30));
 *             return state.of(placed.order());
 *         })
 *         .on(Paid.class, "order", Paid::order, (state, paid, step) -> {
 *             step.send(new Ship(paid.order()));
 *             step.end();
 *             return state;
 *         })
 *         .onTimer("reminder", (state, step) -> {
 *             step.send(new Cancel(state.order()));
 *             step.end();
 *             return state;
 *         })
 *         .build();
 * }</pre>
 *
 * <p>What an instance did is a stream of its own, {@code payment/order:42@17}: for each input one commit, of which {@link
 * org.synapse4j.core.process.ProcessEvent.Advanced} comes first, then its state, then the commands. Instances are found by the streams
 * {@code payment-by/order:42}. Nothing here knows how an application is wired.
 */
@NullMarked
package org.synapse4j.core.process;

import org.jspecify.annotations.NullMarked;
