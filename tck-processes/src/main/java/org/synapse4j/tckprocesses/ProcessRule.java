package org.synapse4j.tckprocesses;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method of {@link ProcessRules} as the test of one rule. The method takes a {@link Shop}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface ProcessRule {
    /** Its number in {@code RULES.md}, such as {@code PROCESS-3}. */
    String id();

    /** The sentence that {@code RULES.md} says, word for word. */
    String says();
}
