package org.synapse4j.tck.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("JSON texts")
class JsonTokensTest {
    @TestFactory
    @DisplayName("are the same in spite of white space, escapes and ways to write a number")
    Stream<DynamicTest> same() {
        return Stream.of(
                        List.of("{\"a\":[1,2]}", " {\n\"a\" : [ 1 ,\t2 ] }\r\n"),
                        List.of("\"caf\u00e9\"", "\"caf\\u00e9\""),
                        List.of("\"\ud83d\uded2\"", "\"\\uD83D\\uded2\""),
                        List.of("\"/\"", "\"\\/\""),
                        List.of("\"\\b\\f\\n\\r\\t\\\"\\\\\"", "\"\\u0008\\u000c\\u000A\\u000d\\u0009\\u0022\\u005c\""),
                        List.of("1e2", "1E+2"),
                        List.of("1.5e1", "15"),
                        List.of("0", "-0"),
                        List.of("{}", "{ }"),
                        List.of("[[],{}]", "[ [ ] , { } ]"))
                .map(pair -> DynamicTest.dynamicTest(
                        pair.toString(), () -> assertEquals(normalised(pair.get(0)), normalised(pair.get(1)))));
    }

    @TestFactory
    @DisplayName("differ in every token")
    Stream<DynamicTest> different() {
        return Stream.of(
                        List.of("1.10", "1.1"),
                        List.of("1e2", "100"),
                        List.of("1", "\"1\""),
                        List.of("null", "\"null\""),
                        List.of("{\"a\":1}", "{\"a\":1,\"a\":1}"),
                        List.of("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}"),
                        List.of("[]", "{}"),
                        List.of("[[1],2]", "[[1,2]]"),
                        List.of("[null]", "[]"),
                        List.of("\"a\"", "\"a \""),
                        List.of("\"caf\u00e9\"", "\"cafe\u0301\""),
                        List.of("\"\\\\u0041\"", "\"A\""),
                        List.of("9007199254740993", "9007199254740992"))
                .map(pair -> DynamicTest.dynamicTest(
                        pair.toString(), () -> assertNotEquals(normalised(pair.get(0)), normalised(pair.get(1)))));
    }

    @TestFactory
    @DisplayName("that are none are told")
    Stream<DynamicTest> notJson() {
        return Stream.of(
                        "",
                        " ",
                        "{",
                        "[",
                        "[1",
                        "[1,",
                        "[1,]",
                        "[,1]",
                        "{\"a\"}",
                        "{\"a\":}",
                        "{\"a\":1,}",
                        "{a:1}",
                        "{1:1}",
                        "[1}",
                        "{\"a\":1]",
                        "1 2",
                        "[1 2]",
                        "\"",
                        "\"\\\"",
                        "\"\\x\"",
                        "\"\\u12\"",
                        "\"\\u12g4\"",
                        "\"\\u\u0661\u0661\u0661\u0661\"",
                        "\"a\nb\"",
                        "01",
                        "1.",
                        ".5",
                        "+1",
                        "-",
                        "1e",
                        "NaN",
                        "Infinity",
                        "nul",
                        "nulll",
                        "True",
                        "'a'",
                        "\ufeff1",
                        "\u00a01",
                        "// a\n1")
                .map(text -> DynamicTest.dynamicTest(
                        "'" + text + "'", () -> assertEquals(Optional.empty(), JsonTokens.normalised(text))));
    }

    @Test
    @DisplayName("may be nested deeper than a stack")
    void deep() {
        String deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);
        assertEquals(deep, normalised(deep));
    }

    private static String normalised(String json) {
        return JsonTokens.normalised(json).orElseThrow();
    }
}
