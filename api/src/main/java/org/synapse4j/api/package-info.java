/**
 * The classes that an application uses: {@link org.synapse4j.api.EventStore} and its nouns. No storage, no serialiser and no type that
 * only an adapter needs belongs here; those are in {@code spi} and {@code serialization}.
 *
 * <h2>Words</h2>
 * One vocabulary, in code, documentation, messages and stored fields.
 * <ul>
 *   <li><b>stream</b>: the events of one aggregate; named by a {@link org.synapse4j.api.StreamId}, written {@code category/id}
 *   <li><b>event</b>: a fact; has an event id, a type name, a revision, tags, a payload, metadata and a time
 *   <li><b>commit</b>: the events that one append stores, all or none; has a commit id; may touch several streams
 *   <li><b>version</b>: place of an event in its stream: 1, 2, 3 … without holes; a stream's version is the last one assigned, an
 *       absent one's 0
 *   <li><b>expected version</b>: what an append demands of a stream: any, noStream, streamExists, exactly(n)
 *   <li><b>position</b>: place of an event in the whole store, an ascending number in the order in which readers see events;
 *       comparable, else opaque
 *   <li><b>feed</b>: all events by position
 *   <li><b>settled</b>: said of the part of the feed that can no longer change; in MongoDB a prefix of the log, in which every slot is
 *       a document of a committed commit, a void, or was deleted
 *   <li><b>tag</b>: a short {@code key:value} string on an event, by which a feed query finds it
 *   <li><b>snapshot</b>: an aggregate's state at a version
 *   <li><b>checkpoint</b>: the position that a subscription has handled
 *   <li><b>partition</b>: a part of a subscription's events, by a key, that is handled in one order
 *   <li><b>lease</b>: who may handle a partition of a subscription, its owner, and how far the work has come
 *   <li><b>token</b>: rises with each new owner of a lease, so that an old one is known and refused
 *   <li><b>beat</b>: rises with each write of a lease's owner, by which others see that it is alive
 *   <li><b>layout</b>: how commits become documents (MongoDB only)
 *   <li><b>slot</b>: place of a document in a log (MongoDB only): 1, 2, 3 …; written at most once
 *   <li><b>void</b>: a slot that holds no event and never will
 *   <li><b>fence</b>: to write a void into a missing slot, so that what is still under way cannot land there
 *   <li><b>tombstone</b>: what is left in the slot of a deleted event; it keeps slot, stream, version and commit taken
 * </ul>
 *
 * <h2>One example</h2>
 * <pre>{@code
 * try (EventStore store = EventStores.open("memory:", types)) {
 *     StreamId cart = StreamId.of("cart", "42");
 *     store.append(cart, noStream(), new CartCreated("42"), new ItemAdded("tea", 2));
 *     try (EventStream events = store.read(cart)) {
 *         for (StoredEvent event : events) {
 *             System.out.println(event.version() + " " + event.payload());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <h2>Nulls and bad values</h2>
 * Nothing is nullable unless it is annotated so: a null argument is a {@link java.lang.NullPointerException} that names the
 * parameter. Any other value that breaks a stated limit, a null element of a collection included, is an
 * {@link org.synapse4j.api.errors.InvalidValueException} that says what is wrong and where. In both cases nothing was written.
 */
@NullMarked
package org.synapse4j.api;

import org.jspecify.annotations.NullMarked;
