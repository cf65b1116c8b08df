package org.synapse4j.jackson;

import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says of a constructor's parameters, and so of a record's components, that they must be there, unless they are optional. */
final class RequiredValues extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
        return (member instanceof AnnotatedParameter parameter && !optional(parameter)) ? Boolean.TRUE : null;
    }

    private static boolean optional(AnnotatedParameter parameter) {
        return parameter.getRawType().getName().startsWith("java.util.Optional")
                || annotations(parameter)
                        .anyMatch(annotation ->
                                annotation.annotationType().getSimpleName().equals("Nullable"));
    }

    /** The annotations of the parameter and of its type; Jackson does not look at the latter. */
    private static Stream<Annotation> annotations(AnnotatedParameter parameter) {
        if (!(parameter.getOwner().getMember() instanceof Executable of)) {
            return Stream.empty();
        }
        int index = parameter.getIndex();
        AnnotatedType[] types = of.getAnnotatedParameterTypes();
        Annotation[][] declared = of.getParameterAnnotations();
        return Stream.concat(
                index < types.length ? Arrays.stream(types[index].getAnnotations()) : Stream.empty(),
                index < declared.length ? Arrays.stream(declared[index]) : Stream.empty());
    }
}
