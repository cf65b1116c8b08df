/**
 * Makes views of events: a {@link org.synapse4j.subscriptions.projection.Projection} is pure functions, a {@link
 * org.synapse4j.subscriptions.projection.Building} applies them as a subscription, and {@link org.synapse4j.subscriptions.projection.Views} reads
 * what they made. An effect on anything else belongs into a subscription's handler. How a view is stored belongs into storages.
 *
 * <pre>{@code
 * Projection<Total> totals = Projection.named("totals", 1, Total.class)
 *         .keyedBy(event -> event.stream().id())
 *         .creates(Opened.class, opened -> new Total(0))
 *         .on(Added.class, Total::plus)
 *         .deletes(CheckedOut.class);
 * Projections projections = Projections.of(store, subscriptions);
 * Building<Total> building = projections.build(totals);   // a higher version is built beside this one, and read once it is complete
 * building.start(executor);
 * Optional<Total> total = building.views().after(result.position(), Duration.ofSeconds(2)).get("42");
 * }</pre>
 */
@NullMarked
package org.synapse4j.subscriptions.projection;

import org.jspecify.annotations.NullMarked;
