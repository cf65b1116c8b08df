package org.synapse4j.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.synapse4j.api.errors.ConfigurationException;

/** How the one line of configuration is taken apart, and that it keeps its secrets. */
class StorageUriTest {
    @Test
    @DisplayName("a line is scheme, rest and decoded options, in order")
    void parts() {
        StorageUri uri = StorageUri.parse("MongoDB://a,b:1/shop?layout=per-event&name=a%20b+c%26&empty=&x=1=2");
        assertEquals("mongodb", uri.scheme());
        assertEquals("//a,b:1/shop", uri.rest());
        assertEquals(
                "{layout=per-event, name=a b+c&, empty=, x=1=2}", uri.options().toString());
        assertEquals(Optional.of("per-event"), uri.option("layout"));
        assertEquals(Optional.empty(), uri.option("other"));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a line may be as short as a scheme:")
    @ValueSource(strings = {"memory:", "memory:?", "MEMORY:?&"})
    void shortest(String text) {
        StorageUri uri = StorageUri.parse(text);
        assertEquals("memory", uri.scheme());
        assertEquals("", uri.rest());
        assertEquals(Map.of(), uri.options());
        assertEquals(text, uri.text());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("a malformed line is a typed error that says what is wrong:")
    @CsvSource({
        "hunter2, has no scheme",
        "'', has no scheme",
        ":hunter2, has no scheme",
        "1a:, has no scheme",
        "//u:hunter2@h/db, has no scheme",
        "m:?hunter2, not of the form name=value",
        "m:?=hunter2, not of the form name=value",
        "m:?a=1&hunter2&b=2, Option 2 of m:",
        "m:?a=1&a=hunter2, Option 'a' is given twice",
        "m:?a=1&%61=hunter2, Option 'a' is given twice",
        "m:?a=%zzhunter2, not percent-encoded",
        "m:?a=hunter2%, not percent-encoded",
        "m:?a=1&b=hunter2%, The value of option 'b' of m:",
        "m:?a=1&hunter2%=3, The name of option 2 of m:",
        "m://ann:hun?ter2@h/db?a=1, A ? in a user or a password is written %3F",
        "m://ann:hun?te=r2@h/db?a=1, A ? in a user or a password is written %3F",
        "m://ann:hunter2?@h/db, A ? in a user or a password is written %3F",
        "m://ann:hunter2?b&c@h/db=, A ? in a user or a password is written %3F",
    })
    void malformed(String text, String problem) {
        refused(problem, () -> StorageUri.parse(text));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("credentials are hidden in the line's text form, whatever is in them:")
    @ValueSource(
            strings = {
                "mongodb://ann:hunter2@h/db?a=1",
                "mongodb://ann:hunter2@hunter2@h/db",
                "mongodb://ann:hunter2/@h/db",
                "mongodb://ann:hunter2?@h/db?=",
                "mongodb://hunter2@h",
                "mongodb://h/db?password=hunter2",
                "mongodb://h/db?a=1&proxyPassword=hunter2&b=2",
                "m:ann:hunter2@h",
            })
    void hidden(String text) {
        StorageUri uri = new StorageUri(text, "mongodb", "//h", Map.of());
        assertFalse(uri.toString().contains("hunter2"), uri.toString());
        assertEquals(text, uri.text());
    }

    @Test
    @DisplayName("what is no credential stays readable")
    void shown() {
        assertEquals(
                "mongodb://***@h/db?layout=per-event&password=***&w=majority",
                StorageUri.parse("mongodb://ann:b@h/db?layout=per-event&password=c&w=majority")
                        .toString());
        assertEquals("memory:", StorageUri.parse("memory:").toString());
    }

    @Test
    @DisplayName("an unknown option is a typed error that names it and lists the known ones, without values")
    void unknownOption() {
        StorageUri uri = StorageUri.parse("m://ann:hunter2@h/db?layuot=hunter2");
        ConfigurationException e =
                refused("Option 'layuot' is not known to m:.", () -> uri.allowOnly(List.of("layout", "prefix")));
        assertEquals(List.of("layout", "prefix"), e.available());
        assertTrue(String.valueOf(e.getMessage()).contains("There is: layout, prefix."), e.getMessage());
        refused("It takes none.", () -> uri.allowOnly(Set.of()));
        uri.allowOnly(Set.of("layuot"));
    }

    @Test
    @DisplayName("of many known options, an unknown one's error lists the one that was probably meant, or all")
    void nearMiss() {
        List<String> known =
                List.of("a1", "b1", "c1", "d1", "e1", "f1", "g1", "h1", "prefix", "deadline", "maxPoolSize");
        for (String near : List.of("prefxi", "Prefix", "prefx", "preffix", "orefix", "PREFIX_")) {
            ConfigurationException e = refused(
                    "Did you mean 'prefix'?",
                    () -> StorageUri.parse("m:?" + near + "=hunter2").allowOnly(known));
            assertEquals(List.of("prefix"), e.available());
        }
        refused(
                "Did you mean 'maxPoolSize'?",
                () -> StorageUri.parse("m:?maxpoolsiez=1").allowOnly(known));
        for (String far : List.of("suffix", "pre", "a", "2b", "deadlines445")) {
            ConfigurationException e = refused(
                    "'" + far + "' is not known to m:.",
                    () -> StorageUri.parse("m:?" + far + "=hunter2").allowOnly(known));
            assertEquals(known, e.available());
        }
    }

    @Test
    @DisplayName(
            "an option that must be given and is not is a typed error, which names one that is written nearly like it")
    void required() {
        List<String> examples = List.of("m:?layout=x");
        assertEquals("y", StorageUri.parse("m:?layout=y").require("layout", examples));
        ConfigurationException e = refused(
                "The option layout is missing.",
                () -> StorageUri.parse("m:?size=hunter2").require("layout", examples));
        assertEquals(examples, e.available());
        refused(
                "The option layout is missing. Is 'Layout' to be that?",
                () -> StorageUri.parse("m:?Layout=hunter2").require("layout", examples));
    }

    @Test
    @DisplayName(
            "what stands between scheme and options without belonging there is a typed error that does not show it")
    void unknownRest() {
        ConfigurationException e = refused(
                "does not belong there",
                () -> StorageUri.parse("memory:hunter2").requireRest(""));
        assertEquals(List.of("memory:"), e.available());
        StorageUri.parse("memory:?a=1").requireRest("");
    }

    private static ConfigurationException refused(String problem, Executable call) {
        ConfigurationException e = assertThrows(ConfigurationException.class, call);
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(problem), message);
        assertFalse(message.contains("hunter2"), message);
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause.getMessage()).contains("hunter2"), cause.toString());
        }
        return e;
    }
}
