package org.synapse4j.api;

/** The order of a read. It never changes which events are within its bounds. */
public enum Direction {
    /** Oldest first. */
    FORWARDS,
    /** Newest first. */
    BACKWARDS
}
