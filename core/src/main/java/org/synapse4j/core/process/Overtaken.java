package org.synapse4j.core.process;

import org.synapse4j.api.errors.VersionConflictException;

/** Another process has stored something of an instance first: all is looked at anew. */
final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final VersionConflictException conflict;

    Overtaken(VersionConflictException conflict) {
        super(null, conflict, false, false);
        this.conflict = conflict;
    }

    VersionConflictException conflict() {
        return conflict;
    }
}
