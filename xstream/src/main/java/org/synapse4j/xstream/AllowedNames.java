package org.synapse4j.xstream;

import com.thoughtworks.xstream.mapper.CannotResolveClassException;
import com.thoughtworks.xstream.mapper.Mapper;
import com.thoughtworks.xstream.mapper.MapperWrapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.serialization.EventTypes;

/** The names that may stand in a document, and the classes that they mean: both ways, and no others. */
final class AllowedNames {
    private static final Map<String, Class<?>> JDK = Map.ofEntries(
            Map.entry("null", Mapper.Null.class),
            Map.entry("string", String.class),
            Map.entry("char", Character.class),
            Map.entry("boolean", Boolean.class),
            Map.entry("byte", Byte.class),
            Map.entry("short", Short.class),
            Map.entry("int", Integer.class),
            Map.entry("long", Long.class),
            Map.entry("float", Float.class),
            Map.entry("double", Double.class),
            Map.entry("integer", BigInteger.class),
            Map.entry("decimal", BigDecimal.class),
            Map.entry("bytes", byte[].class),
            Map.entry("uuid", UUID.class),
            Map.entry("instant", Instant.class),
            Map.entry("duration", Duration.class),
            Map.entry("period", Period.class),
            Map.entry("date", LocalDate.class),
            Map.entry("time", LocalTime.class),
            Map.entry("date-time", LocalDateTime.class),
            Map.entry("offset-time", OffsetTime.class),
            Map.entry("offset-date-time", OffsetDateTime.class),
            Map.entry("zoned-date-time", ZonedDateTime.class),
            Map.entry("zone", ZoneId.class),
            Map.entry("year", Year.class),
            Map.entry("year-month", YearMonth.class),
            Map.entry("month-day", MonthDay.class),
            Map.entry("list", List.class),
            Map.entry("set", Set.class),
            Map.entry("map", Map.class),
            Map.entry("optional", Optional.class));

    private static final Set<Class<?>> JDK_CLASSES = Set.copyOf(JDK.values());

    private final Map<String, Class<?>> classes = new HashMap<>(JDK);
    private final Map<Class<?>, String> names = new HashMap<>();

    AllowedNames(EventTypes types) {
        for (Class<?> type : types.classes()) {
            String name = types.schemaOf(type).type().value();
            if (JDK.containsKey(name)) {
                throw new InvalidValueException("event type " + name, "has a name that XML documents need");
            }
            classes.put(name, type);
        }
        classes.forEach((name, type) -> names.put(type, name));
    }

    Collection<Class<?>> classes() {
        return classes.values();
    }

    /** Whether a class has a name in documents. */
    boolean has(Class<?> kind) {
        return names.containsKey(kind);
    }

    /** Whether objects of a class that has a name can be written: one of the JDK's, a record or an enum. */
    boolean isWritable(Class<?> kind) {
        return JDK_CLASSES.contains(kind) || kind.isRecord() || kind.isEnum();
    }

    /** The class under which objects of this one are written: collections by their interface, enum constants by their enum. */
    static Class<?> kindOf(Class<?> type) {
        for (Class<?> kind : List.of(List.class, Set.class, Map.class, ZoneId.class)) {
            if (kind.isAssignableFrom(type)) {
                return kind;
            }
        }
        // The class of a constant with a body is a subclass of its enum.
        return Enum.class.isAssignableFrom(type) && !type.isEnum() && type != Enum.class ? type.getSuperclass() : type;
    }

    MapperWrapper over(Mapper next) {
        return new MapperWrapper(next) {
            @Override
            @SuppressWarnings("rawtypes") // as XStream declares it
            public String serializedClass(@Nullable Class type) {
                if (type == null) {
                    return "null";
                }
                Class<?> kind = kindOf(type);
                String name = names.get(kind);
                if (name == null) {
                    throw new Refused(type.getName() + " is not in the registry of event types");
                }
                if (!isWritable(kind)) {
                    throw new Refused(type.getName()
                            + " is neither a record nor an enum; XStream cannot reach into it on every JDK");
                }
                return name;
            }

            /** None: what a document calls a list is read as a list, whatever class makes it. */
            @Override
            @SuppressWarnings("rawtypes") // as XStream declares it
            public Class defaultImplementationOf(Class type) {
                return type;
            }

            @Override
            @SuppressWarnings("rawtypes") // as XStream declares it
            public Class realClass(String name) {
                Class<?> type = classes.get(name);
                if (type == null || !isWritable(type)) {
                    throw new CannotResolveClassException("not a registered record or enum");
                }
                return type;
            }
        };
    }
}
