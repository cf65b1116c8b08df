package org.synapse4j.jackson;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.SerializationException;

/**
 * Says in our words what Jackson found, by the type of its exception: its own messages quote payloads, which may hold what no
 * log should.
 */
final class JacksonFailures {
    /** A path longer than this tells nobody more; a payload can make one of any length. */
    private static final int PATH = 200;

    private JacksonFailures() {}

    static SerializationException writing(Class<?> type, String format, Throwable e) {
        String problem = e instanceof InvalidDefinitionException definition
                // Speaks of classes only: nothing has been read here that it could quote.
                ? definition.getOriginalMessage()
                : problem(e, format);
        return failure(type.getName() + " cannot be written as " + format, problem, e);
    }

    static SerializationException reading(Class<?> type, String format, Throwable e) {
        return failure(type.getName() + " cannot be read from " + format, problem(e, format), e);
    }

    /** The object, if one was read that the payload tells of. */
    static <T> T required(@Nullable T object, boolean strange, Class<T> type, String format) {
        if (object == null) {
            throw new SerializationException(
                    type.getName() + " cannot be read from " + format + ": it is null there", null);
        }
        if (strange) {
            throw new SerializationException(
                    type.getName() + " cannot be read from " + format
                            + ": of the properties that are there it has none, so the class"
                            + " was another one when it was written; give it a new revision, and an upcaster from the old one",
                    null);
        }
        return object;
    }

    private static SerializationException failure(String what, String problem, Throwable e) {
        List<String> where = new ArrayList<>();
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            where.add(path(mapping));
        }
        JsonLocation at = e instanceof JacksonException jackson ? jackson.getLocation() : null;
        if (at != null && at.getLineNr() > 0) {
            where.add("line " + at.getLineNr() + ", column " + at.getColumnNr());
        } else if (at != null && at.getByteOffset() >= 0) {
            where.add("byte " + at.getByteOffset());
        }
        String place = where.isEmpty() ? "" : " (at " + String.join(", ", where) + ")";
        return new SerializationException(what + place + ": " + problem, e);
    }

    private static String problem(Throwable e, String format) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof StrictGenerator.Refused
                || root instanceof BsonException
                || root instanceof StreamConstraintsException) {
            return ((JacksonException) root).getOriginalMessage();
        }
        if (root instanceof StackOverflowError) {
            return "it is nested deeper than the stack of this thread allows";
        }
        if (root instanceof InputCoercionException number) {
            return "a number there is out of range of " + number.getTargetType().getTypeName();
        }
        if (root instanceof JsonEOFException) {
            return "it ends too early";
        }
        if (root instanceof StreamReadException) {
            return "what is there is not " + format + ", or has a key twice";
        }
        if (e instanceof InvalidDefinitionException definition) {
            return "Jackson cannot make " + typeName(definition.getType());
        }
        if (e instanceof ValueInstantiationException refused) {
            return typeName(refused.getType()) + " refuses its values with "
                    + root.getClass().getName();
        }
        if (e instanceof InvalidTypeIdException named) {
            return "it says of a type that it has a name which no class of " + typeName(named.getBaseType()) + " has";
        }
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return "what is there does not fit " + mismatch.getTargetType().getTypeName();
        }
        return root.getClass().getName() + " was thrown";
    }

    private static String typeName(@Nullable JavaType type) {
        return type == null ? "its class" : type.toCanonical();
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.length() <= PATH ? path.toString() : path.substring(0, PATH) + "…";
    }
}
