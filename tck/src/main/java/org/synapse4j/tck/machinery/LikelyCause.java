package org.synapse4j.tck.machinery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The likely cause of a failure, as the javadoc of a rule says it: the sources of the suites lie beside their classes. */
public final class LikelyCause {
    private LikelyCause() {}

    /** The sentence behind {@code Likely cause:}, if the rule has one and the source is there. */
    public static Optional<String> of(RuleCase rule) {
        Pattern documented = Pattern.compile("/\\*\\*\\s+(?:\\* )?Likely cause: ([^/]+?)\\*/\\s+@Rule\\(\\s*id = \""
                + rule.rule().id() + "\"");
        return source(rule.suite().getClass())
                .map(documented::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1)
                        .replaceAll("\\s*\\n\\s*\\*\\s?", " ")
                        .replaceAll("\\{@\\w+ ([^}]*)}", "$1")
                        .strip());
    }

    private static Optional<String> source(Class<?> suite) {
        try (InputStream source = suite.getResourceAsStream(suite.getSimpleName() + ".java")) {
            return source == null
                    ? Optional.empty()
                    : Optional.of(new String(source.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The source of " + suite + " cannot be read", e);
        }
    }
}
