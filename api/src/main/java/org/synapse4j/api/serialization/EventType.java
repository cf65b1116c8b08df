package org.synapse4j.api.serialization;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what is stored of a class: its logical name and the present revision of its schema. It stands on classes of events, on
 * states that snapshots keep, and on values inside both that have several kinds; never on an interface. Not inherited: what is
 * registered is exactly one class.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EventType {
    /** The logical name, such as {@code ItemAdded}. It outlives the class: choose it once. */
    String name();

    /** The present revision of the schema; the first one where it is left out. Raise it with every upcaster. */
    String revision() default "1";
}
