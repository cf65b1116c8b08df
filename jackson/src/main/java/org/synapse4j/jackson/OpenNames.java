package org.synapse4j.jackson;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names in the objects that are open, to find one that is there twice. Those that a class declares are known to differ from each
 * other, as {@link TypeCheck} sees to; they are compared where other names are in the same object. For one thread.
 */
final class OpenNames {
    private final int maxDepth;

    /** The names of all levels, those of the innermost last; the first {@link #size} are in use. */
    private @Nullable String[] names = new @Nullable String[16];

    private int size;

    /** Where the names of each level begin; the first {@link #depth} are in use. The first level is around the payload. */
    private int[] starts = new int[8];

    /** The names that are compared, of each level that has some; as long as needed so far. */
    private @Nullable Compared[] compared = {};

    private int depth = 1;

    OpenNames(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    /** How many objects and arrays are open. */
    int depth() {
        return depth - 1;
    }

    int maxDepth() {
        return maxDepth;
    }

    /** An object or array begins; the depth is checked by who calls. */
    void begin() {
        if (depth == starts.length) {
            starts = Arrays.copyOf(starts, 2 * depth);
        }
        starts[depth] = size;
        depth++;
    }

    /** The innermost one ends. */
    void end() {
        depth--;
        size = starts[depth];
        if (depth < compared.length) {
            compared[depth] = null;
        }
    }

    /** Whether a name that a class declares is new in the innermost object. */
    boolean addDeclared(String name) {
        Compared others = depth <= compared.length ? compared[depth - 1] : null;
        if (others != null) {
            return others.add(name);
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
        }
        names[size++] = name;
        return true;
    }

    /** Whether any other name is. */
    boolean add(String name) {
        if (depth > compared.length) {
            compared = Arrays.copyOf(compared, depth);
        }
        Compared others = compared[depth - 1];
        if (others == null) {
            others = new Compared();
            for (int i = starts[depth - 1]; i < size; i++) {
                others.add(String.valueOf(names[i]));
            }
            compared[depth - 1] = others;
        }
        return others.add(name);
    }

    /** Names of one object. */
    private static final class Compared {
        /** From so many on, a set finds them. */
        private static final int FEW = 16;

        /** A bit for each name, by its hash: one that is not set belongs to no name. */
        private long bits;

        private @Nullable String[] few = new @Nullable String[FEW];
        private int count;
        private @Nullable Set<String> many;

        boolean add(String name) {
            if (many != null) {
                return many.add(name);
            }
            long bit = 1L << name.hashCode();
            if ((bits & bit) != 0) {
                for (int i = 0; i < count; i++) {
                    if (name.equals(few[i])) {
                        return false;
                    }
                }
            }
            if (count == FEW) {
                Set<String> all = new HashSet<>();
                for (String one : few) {
                    all.add(String.valueOf(one));
                }
                many = all;
                return all.add(name);
            }
            bits |= bit;
            few[count++] = name;
            return true;
        }
    }
}
