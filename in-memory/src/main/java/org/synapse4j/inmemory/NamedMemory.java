package org.synapse4j.inmemory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.spi.support.Guard;

/** A memory that has a name, for as long as somebody in this process uses it. All of this is guarded by the class. */
final class NamedMemory {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Map<String, NamedMemory> BY_NAME = new HashMap<>();

    private final Memory memory = new Memory();
    private final Guard guard = new Guard("the in-memory storage");
    private int users;

    private NamedMemory() {}

    /**
     * One more user of the memory of this name, which is made if nobody uses it.
     *
     * @throws ConfigurationException if the name is not letters, digits, points, dashes and low lines, 100 at most
     */
    static Use use(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationException(
                    "Between 'memory:' and the options stands no name; one has up to 100 of A-Z a-z 0-9 . _ -",
                    List.of("memory:", "memory:name"));
        }
        synchronized (NamedMemory.class) {
            NamedMemory named = BY_NAME.computeIfAbsent(name, absent -> new NamedMemory());
            named.users++;
            return new Use(name, named.memory, named.guard.another());
        }
    }

    private static synchronized void release(String name) {
        BY_NAME.computeIfPresent(name, (same, named) -> --named.users == 0 ? null : named);
    }

    /** One user's share of a memory, which is let go of once. */
    static final class Use {
        private final String name;
        private final Memory memory;
        private final Guard guard;
        private final AtomicBoolean released = new AtomicBoolean();

        private Use(String name, Memory memory, Guard guard) {
            this.name = name;
            this.memory = memory;
            this.guard = guard;
        }

        Memory memory() {
            return memory;
        }

        /** The guard of this user alone, which shares its lock with the other users. */
        Guard guard() {
            return guard;
        }

        void release() {
            if (!released.getAndSet(true)) {
                NamedMemory.release(name);
            }
        }
    }
}
