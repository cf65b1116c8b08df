package org.synapse4j.core.command;

import java.util.List;

/** Says what is wrong with a payload by itself, without a look at any state. Thread-safe. */
@FunctionalInterface
public interface CommandValidator {
    /** The faults of a command, each in a sentence; none if it is valid or not of a class that this one knows. */
    List<String> violations(Object payload);
}
