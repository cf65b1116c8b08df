package org.synapse4j.core.process;

/** Whether an event begins an instance. */
enum Creation {
    /** It is for those that are there. */
    NEVER,
    /** Where none is found that has not ended. */
    IF_NONE,
    /** Always another one, beside those that are there. */
    ALWAYS
}
