package org.synapse4j.tck.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.StorageFixture;

/** Marks a method of a suite as the test of one rule. The method takes one {@link Subject}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Rule {
    /** Its number in {@code RULES.md}, such as {@code APPEND-3}. */
    String id();

    /** The sentence that {@code RULES.md} says, word for word. */
    String says();

    /** Whether it binds every storage that declares what it needs. */
    Level level() default Level.MUST;

    /** The capabilities that it needs besides {@link Capability#STREAMS}. */
    Capability[] needs() default {};

    /** Whether it lets threads race: the TCK's own tests run such a rule again and again on a right store. */
    boolean races() default false;

    /** Whether it stores so much that it is tested where {@link StorageFixture#large()} says so only. */
    boolean large() default false;

    /** How much a rule binds. */
    enum Level {
        /** A storage that breaks it is not certified. */
        MUST,
        /** A storage that breaks it is reported, and certified all the same. */
        SHOULD
    }
}
