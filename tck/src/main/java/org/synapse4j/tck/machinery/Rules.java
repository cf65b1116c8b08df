package org.synapse4j.tck.machinery;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.suites.AppendRules;
import org.synapse4j.tck.suites.ConditionRules;
import org.synapse4j.tck.suites.DataRules;
import org.synapse4j.tck.suites.DeleteRules;
import org.synapse4j.tck.suites.ExpectRules;
import org.synapse4j.tck.suites.FaultRules;
import org.synapse4j.tck.suites.FeedRules;
import org.synapse4j.tck.suites.FindRules;
import org.synapse4j.tck.suites.LeaseRules;
import org.synapse4j.tck.suites.LifeRules;
import org.synapse4j.tck.suites.ListRules;
import org.synapse4j.tck.suites.LookedRules;
import org.synapse4j.tck.suites.MultiRules;
import org.synapse4j.tck.suites.QueryRules;
import org.synapse4j.tck.suites.RaceRules;
import org.synapse4j.tck.suites.ReadRules;
import org.synapse4j.tck.suites.RecoverRules;
import org.synapse4j.tck.suites.RemovalRules;
import org.synapse4j.tck.suites.RepeatRules;
import org.synapse4j.tck.suites.SnapshotRules;
import org.synapse4j.tck.suites.StoreRules;
import org.synapse4j.tck.suites.ViewRules;

/** All rules, by suite in the order of {@code RULES.md}, and by number in a suite. */
public final class Rules {
    private Rules() {}

    /** The suites in the order of {@code RULES.md}. */
    public static List<Object> suites() {
        return List.of(
                new AppendRules(),
                new ExpectRules(),
                new RepeatRules(),
                new FindRules(),
                new MultiRules(),
                new ConditionRules(),
                new ReadRules(),
                new FeedRules(),
                new QueryRules(),
                new LookedRules(),
                new ListRules(),
                new DeleteRules(),
                new RemovalRules(),
                new SnapshotRules(),
                new LeaseRules(),
                new ViewRules(),
                new DataRules(),
                new StoreRules(),
                new LifeRules(),
                new RaceRules(),
                new FaultRules(),
                new RecoverRules());
    }

    /** The rules of a suite by number. */
    public static List<RuleCase> of(Object suite) {
        return Arrays.stream(suite.getClass().getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Rule.class))
                .map(method -> new RuleCase(method.getAnnotation(Rule.class), suite, method))
                .sorted(Comparator.comparingInt(Rules::number))
                .toList();
    }

    /** All rules. */
    public static Stream<RuleCase> all() {
        return suites().stream().flatMap(suite -> of(suite).stream());
    }

    /** The group of a suite's rules: {@code APPEND} of {@code AppendRules}. */
    public static String groupOf(Object suite) {
        String name = suite.getClass().getSimpleName();
        return name.substring(0, name.length() - "Rules".length()).toUpperCase(java.util.Locale.ROOT);
    }

    private static int number(RuleCase rule) {
        String id = rule.rule().id();
        return Integer.parseInt(id.substring(id.indexOf('-') + 1));
    }
}
