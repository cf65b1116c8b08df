package org.synapse4j.tck.machinery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.StorageFixture;
import org.synapse4j.tck.kit.Rule;

/** The result of a run of the TCK, rule by rule, written as Markdown and as JSON. */
public final class Report {
    private enum Verdict {
        PASSED,
        FAILED,
        NOT_DECLARED,
        LEFT_OUT
    }

    private record Line(RuleCase rule, Verdict verdict, String detail) {}

    private final String only;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private @Nullable StorageFixture fixture;

    /** @param only the rules and groups to which the run is narrowed, between commas; empty for all */
    public Report(String only) {
        this.only = only;
    }

    /** Says what is tested. */
    public void of(StorageFixture tested) {
        fixture = tested;
    }

    /** Whether this run tests the rule. */
    public boolean selects(RuleCase rule) {
        String id = rule.rule().id();
        return only.isEmpty()
                || Arrays.stream(only.split(",", -1)).anyMatch(one -> id.equals(one) || id.startsWith(one + "-"));
    }

    /**
     * Refuses a run that is narrowed to a rule or group that is not there, which would pass whatever the storage does.
     *
     * @throws AssertionError if it is; it says what groups there are
     */
    public void requireKnown() {
        if (only.isEmpty()) {
            return;
        }
        for (String one : only.split(",", -1)) {
            if (Rules.all().noneMatch(rule -> new Report(one).selects(rule)) || one.isEmpty()) {
                throw new AssertionError(
                        "synapse4j.tck.only names '" + one + "', which is no rule and no group. The groups are "
                                + Rules.suites().stream().map(Rules::groupOf).collect(Collectors.joining(", ")) + ".");
            }
        }
    }

    /** Notes that the rule was not tested, and why. */
    public synchronized void notDeclared(RuleCase rule, Capability missing) {
        String reason =
                fixture == null ? "" : fixture.declares().reasonAgainst(missing).orElse("");
        lines.put(rule.rule().id(), new Line(rule, Verdict.NOT_DECLARED, missing.words() + ": " + reason));
    }

    /** Notes that the rule is a large one, and that those are not tested here. */
    public synchronized void leftOut(RuleCase rule) {
        lines.put(rule.rule().id(), new Line(rule, Verdict.LEFT_OUT, "large: not tested on this server"));
    }

    /**
     * Tests the rule, and notes what came of it.
     *
     * @throws AssertionError if the test threw anything and the rule is a MUST: with its number, its sentence, the likely cause and what was
     *     found, in one line where that is one, since a console may show the first line alone; what was thrown is its cause
     */
    public void record(RuleCase rule, Runnable test) {
        try {
            test.run();
            note(rule, Verdict.PASSED, "");
        } catch (Throwable failure) {
            note(rule, Verdict.FAILED, withCauses(failure));
            if (rule.rule().level() == Rule.Level.MUST) {
                throw broken(rule, failure);
            }
        }
    }

    private static AssertionError broken(RuleCase rule, Throwable failure) {
        String message = rule.rule().id() + " \"" + rule.rule().says() + "\""
                + LikelyCause.of(rule).map(cause -> " Likely cause: " + cause).orElse("") + " Found: "
                + withCauses(failure);
        return failure instanceof AssertionFailedError found && found.isExpectedDefined() && found.isActualDefined()
                ? new AssertionFailedError(message, found.getExpected(), found.getActual(), found)
                : new AssertionFailedError(message, failure);
    }

    /** The error that was thrown, and its causes, a line each. */
    private static String withCauses(Throwable failure) {
        StringBuilder text = new StringBuilder(described(failure));
        Set<Throwable> seen = new HashSet<>(Set.of(failure));
        for (Throwable cause = failure.getCause(); cause != null && seen.add(cause); cause = cause.getCause()) {
            text.append("\n  caused by ").append(cause);
        }
        return text.toString();
    }

    private static String described(Throwable failure) {
        return failure instanceof AssertionError && failure.getMessage() != null
                ? failure.getMessage()
                : failure.toString();
    }

    /** Writes the report, if anything was tested. */
    public synchronized void write() {
        if (fixture == null) {
            return;
        }
        Path folder = Path.of(System.getProperty("synapse4j.tck.reports", "target/tck"));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(fixture.adapter() + ".md"), markdown(fixture));
            Files.writeString(folder.resolve(fixture.adapter() + ".json"), json(fixture));
        } catch (IOException e) {
            throw new UncheckedIOException("The TCK's report cannot be written to " + folder, e);
        }
    }

    private synchronized void note(RuleCase rule, Verdict verdict, String detail) {
        lines.put(rule.rule().id(), new Line(rule, verdict, detail));
    }

    private String markdown(StorageFixture tested) {
        StringBuilder text = new StringBuilder();
        text.append("# TCK report: ").append(tested.adapter()).append("\n\n");
        text.append("Server: ").append(tested.server()).append("\n\n");
        if (!only.isEmpty()) {
            text.append("Narrowed to ").append(only).append(": this certifies nothing.\n\n");
        }
        text.append(count(Verdict.PASSED)).append(" rules passed, ");
        text.append(count(Verdict.FAILED)).append(" failed, ");
        text.append(count(Verdict.NOT_DECLARED)).append(" not declared, ");
        text.append(count(Verdict.LEFT_OUT)).append(" left out.\n\n");
        text.append("| rule | level | result | says | detail |\n|---|---|---|---|---|\n");
        for (Line line : lines.values()) {
            text.append("| ").append(line.rule.rule().id());
            text.append(" | ").append(line.rule.rule().level());
            text.append(" | ").append(word(line.verdict));
            text.append(" | ").append(line.rule.rule().says());
            text.append(" | ")
                    .append(line.detail.replaceAll("\\s+", " ").replace("|", "\\|"))
                    .append(" |\n");
        }
        return text.toString();
    }

    private String json(StorageFixture tested) {
        String rules = lines.values().stream()
                .map(line -> "    {\"rule\": " + quoted(line.rule.rule().id()) + ", \"level\": "
                        + quoted(line.rule.rule().level().name()) + ", \"result\": " + quoted(word(line.verdict))
                        + ", \"detail\": " + quoted(line.detail) + "}")
                .collect(Collectors.joining(",\n"));
        return "{\n  \"adapter\": " + quoted(tested.adapter()) + ",\n  \"server\": " + quoted(tested.server())
                + ",\n  \"only\": " + quoted(only) + ",\n  \"passed\": " + count(Verdict.PASSED) + ",\n  \"failed\": "
                + count(Verdict.FAILED) + ",\n  \"notDeclared\": " + count(Verdict.NOT_DECLARED)
                + ",\n  \"leftOut\": " + count(Verdict.LEFT_OUT) + ",\n  \"rules\": [\n" + rules + "\n  ]\n}\n";
    }

    private long count(Verdict verdict) {
        return lines.values().stream().filter(line -> line.verdict == verdict).count();
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "passed";
            case FAILED -> "failed";
            case NOT_DECLARED -> "not declared";
            case LEFT_OUT -> "left out";
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                quoted.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
