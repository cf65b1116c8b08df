package org.synapse4j.mongocommon.documents;

/** The form in which a payload in JSON is stored. */
public enum JsonForm {
    /** As BSON, where that gives the same JSON back; else raw. */
    NATIVE,
    /** Its text as it is, which takes no more room than that. */
    RAW
}
