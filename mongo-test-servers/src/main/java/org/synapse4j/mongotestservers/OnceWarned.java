package org.synapse4j.mongotestservers;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says why something is not tested, on the error stream, each sentence once. Thread-safe. */
final class OnceWarned {
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private OnceWarned() {}

    static void say(String sentence) {
        if (SAID.add(sentence)) {
            System.err.println(sentence);
        }
    }
}
