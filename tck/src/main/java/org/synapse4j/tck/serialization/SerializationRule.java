package org.synapse4j.tck.serialization;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method of a suite as the test of one MUST rule. The method takes what is tested. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SerializationRule {
    /** Its number in {@code SERIALIZATION-RULES.md}, such as {@code SERIALIZE-3}. */
    String id();

    /** The sentence that {@code SERIALIZATION-RULES.md} says, word for word. */
    String says();
}
