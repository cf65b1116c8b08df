/**
 * Aggregates, written in one of two ways: as a {@link org.synapse4j.core.aggregate.Decider}, three pure functions over a state that is a
 * value; or as a root, an object of any class that applies events through a {@link org.synapse4j.core.aggregate.Recorder} and changes in
 * the {@link org.synapse4j.core.aggregate.EventHandlers} of its class only. {@link org.synapse4j.core.aggregate.AggregateType} makes
 * {@link org.synapse4j.core.aggregate.Aggregate}s of both. This is the lowest floor: nothing that reads or writes a store belongs here.
 */
@NullMarked
package org.synapse4j.core.aggregate;

import org.jspecify.annotations.NullMarked;
