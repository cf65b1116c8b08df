package org.synapse4j.core.wiring;

/** Something to be closed, under a name. */
record Closing(String name, AutoCloseable part) {}
