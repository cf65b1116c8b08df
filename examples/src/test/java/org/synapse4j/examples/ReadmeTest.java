package org.synapse4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStores;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.subscriptions.Subscriptions;

/** The README's program, copied as it stands, does what the README says. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"memory:", "embedded:?layout=per-event", "embedded:?layout=per-commit"})
    @DisplayName("its program compiles, runs on each storage, and prints what stands below it")
    void program(String line) throws Exception {
        Class<?> shop = compiled(blocks("java").get(0));
        assertEquals(
                blocks("").get(1),
                printed(() -> shop.getMethod("main", String[].class).invoke(null, (Object) new String[] {line})));
    }

    @Test
    @DisplayName("its subscription compiles as part of the program, and goes on where it ended")
    void follower() throws Exception {
        String program = blocks("java").get(0);
        int end = program.lastIndexOf('}');
        Class<?> shop = compiled("import java.time.Duration;\nimport org.synapse4j.subscriptions.*;\n"
                + program.substring(0, end) + "public " + blocks("java").get(1) + "}\n");
        var types = shop.getDeclaredField("TYPES");
        types.setAccessible(true);
        try (EventStore store = EventStores.open("memory:", (EventTypes) types.get(null));
                Subscriptions subscriptions = Subscriptions.of(store)) {
            var checkedOut = shop.getClassLoader().loadClass("Shop$CheckedOut").getDeclaredConstructor();
            checkedOut.setAccessible(true);
            store.append(StreamId.of("cart", "1"), ExpectedVersion.noStream(), checkedOut.newInstance());
            var follow = shop.getMethod("follow", Subscriptions.class, Position.class);
            assertEquals("cart/1: CheckedOut[]\n", printed(() -> follow.invoke(null, subscriptions, store.end())));
            assertEquals("", printed(() -> follow.invoke(null, subscriptions, store.end())));
        }
    }

    @Test
    @DisplayName("its Maven lines name modules that the BOM has, and the driver that all is tested with")
    void mavenLines() throws IOException {
        String lines = blocks("xml").get(0);
        String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
        String parent = Files.readString(ROOT.resolve("pom.xml"));
        Matcher artifacts =
                Pattern.compile("<artifactId>(synapse4j-.*?)</artifactId>").matcher(lines);
        int found = 0;
        while (artifacts.find()) {
            assertTrue(bom.contains("<artifactId>" + artifacts.group(1) + "</artifactId>"), artifacts.group(1));
            found++;
        }
        assertTrue(found > 2, lines);
        assertTrue(lines.contains("<version>" + only(bom, "<version>(.*?)</version>") + "</version>"), lines);
        assertTrue(
                lines.contains("<version>" + only(parent, "<mongodb-driver-test.version>(.*?)<") + "</version>"),
                lines);
        assertTrue(lines.contains("older ones than " + only(parent, "<mongodb-driver.version>(.*?)<")), lines);
    }

    private Class<?> compiled(String program) throws Exception {
        Path source = Files.writeString(folder.resolve("Shop.java"), program);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        said,
                        said,
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        assertEquals(0, status, () -> said.toString(StandardCharsets.UTF_8));
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}).loadClass("Shop");
    }

    private static String printed(Executable run) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            run.execute();
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /** The blocks between the fences of this language, in the order of the page. */
    private static List<String> blocks(String language) throws IOException {
        Matcher fences =
                Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$").matcher(Files.readString(ROOT.resolve("README.md")));
        List<String> blocks = new ArrayList<>();
        while (fences.find()) {
            if (fences.group(1).equals(language)) {
                blocks.add(fences.group(2));
            }
        }
        return blocks;
    }

    private static String only(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }
}
