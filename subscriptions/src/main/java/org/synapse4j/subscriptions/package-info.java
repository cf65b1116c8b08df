/**
 * Keeps up with a store: a {@link org.synapse4j.subscriptions.Subscription} gives each event of a query to a handler, in order and at least
 * once, remembers how far it is, and is worked on by one process at a time. It needs a storage with a feed and leases. What a storage does
 * for it lies in {@code org.synapse4j.api.spi}; nothing of a database belongs here.
 *
 * <pre>{@code
 * try (Subscriptions subscriptions = Subscriptions.of(store)) {
 *     Subscription mails = subscriptions.named("mails")
 *             .matching(EventQuery.types("Paid"))
 *             .from(Start.NOW)
 *             .handle((event, lease) -> mailer.send(event.payload(Paid.class), event.id()));
 *     mails.run();                                        // in this thread until it is closed; or start(executor)
 * }
 * }</pre>
 *
 * <p>The feed has no gaps: no event comes at a position that a reader has passed. So a checkpoint skips nothing, "has it seen what I wrote" is a
 * comparison of two positions, and where nothing matches the checkpoint moves on all the same.
 */
@NullMarked
package org.synapse4j.subscriptions;

import org.jspecify.annotations.NullMarked;
