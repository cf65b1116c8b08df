/**
 * The reference storage, and the place to learn how an adapter is written. Start with {@link
 * org.synapse4j.inmemory.InMemoryStorage}, which says what it can do; go on to {@code MemoryEvents}, which does it. Nothing that
 * outlives the process belongs here.
 */
@NullMarked
package org.synapse4j.inmemory;

import org.jspecify.annotations.NullMarked;
