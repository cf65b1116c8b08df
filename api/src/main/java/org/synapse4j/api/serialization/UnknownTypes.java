package org.synapse4j.api.serialization;

import org.synapse4j.api.errors.UnknownTypeException;

/** The treatment of an event whose type is not registered, or whose revision no upcaster leads to the registered one. */
public enum UnknownTypes {
    /** Its payload is an {@link UnknownTypeException} for whoever asks for it. */
    FAIL,
    /** Its payload is an {@link OpaqueEvent}. */
    OPAQUE
}
