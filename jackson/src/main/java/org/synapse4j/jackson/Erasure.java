package org.synapse4j.jackson;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.stream.Stream;

/** Properties whose declaration is gone when the program runs. */
final class Erasure {
    private Erasure() {}

    /** Whether a property is declared by a type variable of its class to which nothing is bound. */
    static boolean unknown(JavaType owner, AnnotatedMember member) {
        return variables(declared(member)).anyMatch(variable -> {
            if (!(variable.getGenericDeclaration() instanceof Class<?> declaring)) {
                return owner.getBindings().isEmpty();
            }
            JavaType at = owner.findSuperType(declaring);
            return at == null || at.getBindings().isEmpty();
        });
    }

    private static Type declared(AnnotatedMember member) {
        if (member instanceof AnnotatedField field) {
            return field.getAnnotated().getGenericType();
        }
        if (member instanceof AnnotatedMethod method) {
            Type[] parameters = method.getAnnotated().getGenericParameterTypes();
            return parameters.length == 0
                    ? method.getAnnotated().getGenericReturnType()
                    : parameters[parameters.length - 1];
        }
        if (member instanceof AnnotatedParameter parameter
                && parameter.getOwner().getMember() instanceof Executable of) {
            Type[] parameters = of.getGenericParameterTypes();
            return parameter.getIndex() < parameters.length ? parameters[parameter.getIndex()] : Object.class;
        }
        return Object.class;
    }

    private static Stream<TypeVariable<?>> variables(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return Stream.of(variable);
        }
        if (type instanceof ParameterizedType parameterized) {
            return Arrays.stream(parameterized.getActualTypeArguments()).flatMap(Erasure::variables);
        }
        if (type instanceof GenericArrayType array) {
            return variables(array.getGenericComponentType());
        }
        return type instanceof WildcardType wildcard
                ? Arrays.stream(wildcard.getUpperBounds()).flatMap(Erasure::variables)
                : Stream.empty();
    }
}
