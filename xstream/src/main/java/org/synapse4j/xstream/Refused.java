package org.synapse4j.xstream;

import com.thoughtworks.xstream.XStreamException;

/** A refusal of ours. The message shows no contents. */
final class Refused extends XStreamException {
    private static final long serialVersionUID = 1L;

    Refused(String problem) {
        super(problem);
    }

    Refused(String problem, Throwable cause) {
        super(problem, cause);
    }
}
