package org.synapse4j.api.serialization;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.synapse4j.api.Revision;
import org.synapse4j.api.errors.InvalidValueException;

/** Gives classes whose registration names no revision the one of their schema. Implementations are pure functions. */
@FunctionalInterface
public interface RevisionResolver {
    /** The present revision of this class's schema. */
    Revision revisionOf(Class<?> type);

    /** The revision of {@link EventType#revision()}, and {@linkplain Revision#FIRST the first} for classes without the annotation. */
    static RevisionResolver annotated() {
        return type -> {
            EventType annotation = type.getDeclaredAnnotation(EventType.class);
            return annotation == null ? Revision.FIRST : Revision.of(annotation.revision());
        };
    }

    /** The same for all classes, whatever an annotation says. */
    static RevisionResolver fixed(String revision) {
        Revision always = Revision.of(revision);
        return type -> always;
    }

    /**
     * The first number of a version, such as 2 of {@code 2.4.1-SNAPSHOT}: by semantic versioning the one that changes with a
     * schema. The rest is left out, so that not every build needs upcasters. Give it the version of your build, from a filtered
     * resource or {@link Package#getImplementationVersion()}.
     *
     * @throws InvalidValueException if the version does not begin with a number
     */
    static RevisionResolver fromVersion(String version) {
        Matcher number = Pattern.compile("[vV]?(\\d{1,18})(\\D.*)?", Pattern.DOTALL)
                .matcher(Objects.requireNonNull(version, "version"));
        if (!number.matches()) {
            throw new InvalidValueException("version", "'" + version + "' does not begin with a number, as 2.4.1 does");
        }
        return fixed(number.group(1));
    }
}
