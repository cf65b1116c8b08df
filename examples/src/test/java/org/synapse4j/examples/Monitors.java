package org.synapse4j.examples;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Looks for calls that may wait, from within {@code synchronized}, however deep below. From the first monitor that a method enters to the last
 * one that it leaves counts as within, and a call may go to each class below the one that it names; a function that is made within counts as
 * called. So what is not found is not there, but for functions that were made elsewhere.
 */
final class Monitors {
    /** What waits: for locks and other threads, for the network and the disk, for a log. */
    private static final Pattern WAITS = Pattern.compile("java/lang/Object[.]wait|java/lang/Thread[.](sleep|join)"
            + "|java/util/concurrent/locks/.*[.](lock.*|tryLock|park.*|await.*)"
            + "|java/util/concurrent/\\w+[.](await.*|get|join|take|put|acquire.*|invoke\\w+|exchange|close)"
            + "|java/util/concurrent/(\\w*Queue|\\w*Deque)[.](poll\\w*|offer\\w*)"
            + "|(com/mongodb|org/slf4j)/.*|java/lang/System.Logger[.]log|java/(net|nio/channels|nio/file)/.*[.].*");
    /** Maps and others of that package that never wait for more than another thread's look. */
    private static final Pattern SHORT =
            Pattern.compile("java/util/concurrent/(Concurrent\\w+|CopyOnWrite\\w+|ThreadLocalRandom|TimeUnit)[.].*"
                    + "|com/mongodb/\\w*(Exception|Namespace|Category)[.].*");

    /** The methods: class, name and descriptor, and what each calls. */
    private final Map<String, Set<String>> calls = new LinkedHashMap<>();
    /** What each calls within a monitor. */
    private final Map<String, Set<String>> within = new LinkedHashMap<>();

    private final Map<String, Set<String>> below = new HashMap<>();

    private Monitors() {}

    /** The waits, each as the way from a method with a monitor to the call that waits, in order. */
    static List<String> waitsIn(Collection<JavaClass> classes) {
        Monitors monitors = new Monitors();
        for (JavaClass one : classes) {
            String name = slashed(one.getName());
            Stream.concat(one.getAllRawSuperclasses().stream(), one.getAllRawInterfaces().stream())
                    .forEach(above -> monitors.below
                            .computeIfAbsent(slashed(above.getName()), key -> new TreeSet<>())
                            .add(name));
            monitors.read(one);
        }
        return monitors.waits();
    }

    private void read(JavaClass one) {
        try (InputStream bytes = one.getSource().orElseThrow().getUri().toURL().openStream()) {
            new ClassReader(bytes).accept(new Methods(slashed(one.getName())), ClassReader.SKIP_DEBUG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> waits() {
        List<String> found = new ArrayList<>();
        within.forEach((method, called) -> {
            List<String> way = new ArrayList<>(List.of(method));
            if (called.stream().anyMatch(next -> leadsToWait(next, way, new LinkedHashSet<>()))) {
                found.add(way.stream().map(Monitors::words).collect(Collectors.joining(" calls ")));
            }
        });
        return found.stream().sorted().toList();
    }

    private boolean leadsToWait(String called, List<String> way, Set<String> seen) {
        String plain = called.substring(0, called.indexOf('('));
        if (WAITS.matcher(plain).matches() && !SHORT.matcher(plain).matches()) {
            way.add(called);
            return true;
        }
        for (String target : targets(called)) {
            if (seen.add(target)) {
                way.add(target);
                if (calls.getOrDefault(target, Set.of()).stream().anyMatch(next -> leadsToWait(next, way, seen))) {
                    return true;
                }
                way.remove(way.size() - 1);
            }
        }
        return false;
    }

    /** The methods that a call may come to, of those that were read. */
    private List<String> targets(String called) {
        int dot = called.indexOf('.');
        String owner = called.substring(0, dot);
        // A constructor is that of its class; what is called as a type of the JDK is one of the JDK's.
        boolean exact = called.startsWith("<init>", dot + 1) || owner.startsWith("java/");
        return Stream.concat(Stream.of(owner), exact ? Stream.of() : below.getOrDefault(owner, Set.of()).stream())
                .map(type -> type + called.substring(dot))
                .filter(calls::containsKey)
                .toList();
    }

    private static String slashed(String name) {
        return name.replace('.', '/');
    }

    private static String words(String method) {
        String plain = method.substring(0, method.indexOf('('));
        return plain.replaceFirst("^org/synapse4j/(\\w+/)*", "")
                .replace('/', '.')
                .replace('$', '.');
    }

    /** Reads the methods of a class. */
    private final class Methods extends ClassVisitor {
        private final String owner;

        Methods(String owner) {
            super(Opcodes.ASM9);
            this.owner = owner;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            String method = owner + "." + name + descriptor;
            Set<String> called = calls.computeIfAbsent(method, key -> new LinkedHashSet<>());
            return new Calls(method, called, (access & Opcodes.ACC_SYNCHRONIZED) != 0);
        }
    }

    /** Notes what a method calls, and what of it between its first monitor and its last. */
    private final class Calls extends MethodVisitor {
        private final String method;
        private final Set<String> called;
        private final boolean whole;
        private boolean entered;
        /** What was called since the last monitor was left. */
        private final Set<String> since = new LinkedHashSet<>();
        /** A function that was just made; what a new thread runs is not called here. */
        private String made = "";

        Calls(String method, Set<String> called, boolean whole) {
            super(Opcodes.ASM9);
            this.method = method;
            this.called = called;
            this.whole = whole;
        }

        @Override
        public void visitInsn(int opcode) {
            noteMade();
            if (opcode == Opcodes.MONITORENTER) {
                entered = true;
            } else if (opcode == Opcodes.MONITOREXIT) {
                within.computeIfAbsent(method, key -> new LinkedHashSet<>()).addAll(since);
                since.clear();
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (owner.equals("java/lang/Thread") && name.equals("<init>")) {
                made = "";
            }
            noteMade();
            note(owner + "." + name + descriptor);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            noteMade();
            for (Object argument : arguments) {
                // A record's methods name its fields so, too.
                if (argument instanceof Handle function && function.getDesc().startsWith("(")) {
                    made = function.getOwner() + "." + function.getName() + function.getDesc();
                }
            }
        }

        private void noteMade() {
            if (!made.isEmpty()) {
                note(made);
                made = "";
            }
        }

        private void note(String call) {
            called.add(call);
            if (whole) {
                within.computeIfAbsent(method, key -> new LinkedHashSet<>()).add(call);
            } else if (entered) {
                since.add(call);
            }
        }
    }
}
