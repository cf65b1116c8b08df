package org.synapse4j.xstream;

import com.thoughtworks.xstream.XStream;
import com.thoughtworks.xstream.XStreamException;
import com.thoughtworks.xstream.converters.ConversionException;
import com.thoughtworks.xstream.converters.reflection.PureJavaReflectionProvider;
import com.thoughtworks.xstream.io.xml.StaxDriver;
import com.thoughtworks.xstream.mapper.CannotResolveClassException;
import com.thoughtworks.xstream.mapper.MapperWrapper;
import com.thoughtworks.xstream.security.ForbiddenClassException;
import com.thoughtworks.xstream.security.InputManipulationException;
import com.thoughtworks.xstream.security.NoTypePermission;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Serializer;

/**
 * Writes records as XML and reads them back, by XStream, which is kept on a short lead. Nothing is written or made but:
 * <ul>
 *   <li>records and enums that are in the registry of event types, under their logical names: those of the values inside events
 *       must be registered too
 *   <li>text, numbers, booleans, {@code byte[]}, {@code UUID}, {@code java.time}, {@code Optional}
 *   <li>lists, sets and maps, in components declared as {@code List}, {@code Set}, {@code Map} or a type above; they come back
 *       unmodifiable, in the same order
 * </ul>
 * Class names are neither written nor followed, there are no references inside a document, and documents with a DTD, more than
 * {@value XmlText#DEPTH} levels or {@value XmlText#LENGTH} characters are refused: so deep is right on every stack from 512 KiB up.
 * Elements that a record does not have are ignored, but where they are all that there is: it was another class when that was written,
 * which is an error. Text that XML 1.0 cannot say, such as most control characters, is refused when writing.
 *
 * <p>Other classes than records are refused, on every JDK: XStream would reach into their fields, which JDK 17 and later forbid
 * for many, and later ones may forbid for all. Records need Java's reflection only: tested on JDK 17 and 25. On the module path,
 * open the packages of your events to {@code org.synapse4j.xstream}.
 *
 * <p>Messages never show what a payload says; causes are XStream's own, and may. Thread-safe.
 */
public final class XStreamSerializer implements Serializer {
    private final EventTypes types;
    private final AllowedNames allowed;
    private final XStream xstream;

    /**
     * A serialiser of the classes in this registry, and of no others.
     *
     * @throws InvalidValueException if a class is registered under a name that XML documents need, such as {@code list}
     */
    public XStreamSerializer(EventTypes types) {
        this(types, RecordConverter.Missing.EMPTY);
    }

    private XStreamSerializer(EventTypes types, RecordConverter.Missing missing) {
        this.types = Objects.requireNonNull(types, "types");
        allowed = new AllowedNames(types);
        xstream = new XStream(new PureJavaReflectionProvider(), new StaxDriver()) {
            @Override
            protected MapperWrapper wrapMapper(MapperWrapper next) {
                return allowed.over(next);
            }
        };
        xstream.setMode(XStream.NO_REFERENCES);
        xstream.addPermission(NoTypePermission.NONE);
        xstream.allowTypes(allowed.classes().toArray(Class<?>[]::new));
        xstream.registerConverter(new RecordConverter(xstream.getMapper(), missing), XStream.PRIORITY_VERY_HIGH);
        xstream.registerConverter(new CollectionsConverter(xstream.getMapper()), XStream.PRIORITY_VERY_HIGH);
        xstream.registerConverter(new YearMonths(), XStream.PRIORITY_VERY_HIGH);
    }

    /**
     * A serialiser that takes a component which is missing in a payload for an error instead of null, zero or false, unless it is an
     * {@code Optional} or marked as {@code Nullable}. Null is left out when it is written; so it refuses that too.
     */
    public XStreamSerializer refusingMissing() {
        return new XStreamSerializer(types, RecordConverter.Missing.REFUSED);
    }

    @Override
    public List<Representation<?>> writes() {
        return List.of(Representation.XML);
    }

    @Override
    public boolean reads(Representation<?> representation) {
        return representation.equals(Representation.XML);
    }

    @Override
    public List<String> check(Class<?> type) {
        return new RecordCheck(allowed).problems(Objects.requireNonNull(type, "type"));
    }

    @Override
    public <V> Payload<V> serialize(Object object, Representation<V> representation) {
        Class<?> type = Objects.requireNonNull(object, "object").getClass();
        if (!reads(representation)) {
            throw new SerializationException(
                    type.getName() + " cannot be written as " + representation + ": only as XML", null);
        }
        StringWriter text = new StringWriter();
        try {
            xstream.marshal(object, new XmlText.Writer(text));
            XmlText.checkLength(text.getBuffer());
        } catch (RuntimeException | StackOverflowError e) {
            throw new SerializationException(type.getName() + " cannot be written as XML: " + problem(e), e);
        }
        return new Payload<>(representation, representation.type().cast(text.toString()));
    }

    @Override
    public <T> T deserialize(Payload<?> payload, Class<T> type) {
        String text = payload.in(Representation.XML);
        try (XmlText.Reader reader =
                new XmlText.Reader(text, types.schemaOf(type).type().value())) {
            Object object = xstream.unmarshal(reader);
            reader.finish();
            return type.cast(object);
        } catch (RuntimeException | StackOverflowError e) {
            throw new SerializationException(type.getName() + " cannot be read from XML: " + problem(e), e);
        }
    }

    /** In our words, by the type of the exception: XStream's own quote payloads. */
    private static String problem(Throwable e) {
        Throwable root = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return String.valueOf(refused.getMessage());
            }
            root = cause;
        }
        if (root instanceof ForbiddenClassException || root instanceof CannotResolveClassException) {
            return "it names a type that is not registered, or that does not belong there";
        }
        // The latter is what XStream makes of the former when it reads.
        if (root instanceof StackOverflowError || root instanceof InputManipulationException) {
            return "it is nested deeper than the stack of this thread allows";
        }
        if (root instanceof NumberFormatException) {
            return "what is there is no number of its type, or out of its range";
        }
        if (root instanceof javax.xml.stream.XMLStreamException) {
            return "what is there is not well-formed XML";
        }
        if (root instanceof ConversionException || root instanceof XStreamException) {
            return "what is there does not fit";
        }
        return root.getClass().getName() + " was thrown";
    }
}
