package org.synapse4j.jackson;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of well-known classes, and all constants of enums, and reads them back: the one way to see what annotations of a format,
 * and settings of a mapper, make of them. For one thread.
 */
final class Trial {
    private static final String TIME = "2026-03-01T12:34:56.123456789";

    private static final Map<Class<?>, List<?>> SAMPLES = samples();

    private final ObjectWriter writer;
    private final SerializerProvider provider;
    private final ObjectReader reader;
    private final DefaultDeserializationContext blueprint;

    /**
     * Trials with what a mapper makes.
     *
     * @param writer makes the generators
     * @param provider knows the serialisers
     * @param reader makes the parsers
     * @param blueprint makes the contexts of reading
     */
    Trial(
            ObjectWriter writer,
            SerializerProvider provider,
            ObjectReader reader,
            DefaultDeserializationContext blueprint) {
        this.writer = writer;
        this.provider = provider;
        this.reader = reader;
        this.blueprint = blueprint;
    }

    @SuppressWarnings("JavaUtilDate") // applications have them
    private static Map<Class<?>, List<?>> samples() {
        Map<Class<?>, List<?>> samples = new HashMap<>();
        LocalDateTime local = LocalDateTime.parse(TIME);
        for (Object sample : List.of(
                "é😀\"\\\n",
                'é',
                true,
                Byte.MIN_VALUE,
                Short.MIN_VALUE,
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                1.1f,
                1.0e7,
                BigInteger.ONE.shiftLeft(70),
                new UUID(1, 2),
                new Date(1_772_368_496_123L),
                Instant.parse(TIME + "Z"),
                local,
                local.toLocalDate(),
                local.toLocalTime(),
                OffsetDateTime.parse(TIME + "+05:00"),
                OffsetTime.parse("12:34:56.123456789+05:00"),
                ZonedDateTime.of(local, ZoneId.of("Europe/Vienna")),
                Duration.ofSeconds(90, 1),
                Period.of(1, 2, 3),
                Year.of(2026),
                YearMonth.of(2026, 3),
                MonthDay.of(2, 29))) {
            samples.put(sample.getClass(), List.of(sample));
        }
        samples.put(BigDecimal.class, List.of(new BigDecimal("2.50"), new BigDecimal("100"), new BigDecimal("1E+3")));
        samples.put(LocalDate.class, List.of(LocalDate.parse("2026-03-01")));
        samples.put(LocalTime.class, List.of(local.toLocalTime()));
        samples.put(ZoneId.class, List.of(ZoneId.of("Europe/Vienna")));
        return samples;
    }

    /** Whether there is something to try with this class. */
    static boolean knows(JavaType type) {
        return type.isEnumType() || SAMPLES.containsKey(boxed(type));
    }

    /**
     * The fault of values of this type in a property, if there is one.
     *
     * @param reads the property as it is read; null of a root
     * @param writes the property as it is written; null of a root
     */
    Optional<String> problem(JavaType type, @Nullable BeanProperty reads, @Nullable BeanPropertyWriter writes) {
        List<?> samples = type.isEnumType()
                ? List.of(type.getRawClass().getEnumConstants())
                : SAMPLES.getOrDefault(boxed(type), List.of());
        for (Object sample : samples) {
            Object back;
            try {
                back = read(write(sample, writes), type, reads);
            } catch (IOException | RuntimeException e) {
                return Optional.of("cannot be written and read back, as a trial with " + sample + " shows ("
                        + e.getClass().getSimpleName() + ")");
            }
            if (!sample.equals(back)) {
                return Optional.of("does not come back as it was: " + sample + " becomes " + back);
            }
        }
        return Optional.empty();
    }

    private byte[] write(Object sample, @Nullable BeanPropertyWriter property) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonSerializer<Object> serializer = property != null
                        && property.hasSerializer()
                        && boxed(property.getType()).isInstance(sample)
                ? property.getSerializer()
                : provider.findValueSerializer(sample.getClass(), property);
        try (JsonGenerator generator = writer.createGenerator(bytes)) {
            generator.writeStartArray();
            serializer.serialize(sample, generator, provider);
            generator.writeEndArray();
        }
        return bytes.toByteArray();
    }

    private @Nullable Object read(byte[] bytes, JavaType type, @Nullable BeanProperty property) throws IOException {
        try (JsonParser parser = reader.createParser(bytes)) {
            var context = blueprint.createInstance(reader.getConfig(), parser, reader.getInjectableValues());
            parser.nextToken();
            parser.nextToken();
            Object value =
                    context.findContextualValueDeserializer(type, property).deserialize(parser, context);
            return parser.nextToken() == JsonToken.END_ARRAY ? value : null;
        }
    }

    private static Class<?> boxed(JavaType type) {
        return java.lang.invoke.MethodType.methodType(type.getRawClass()).wrap().returnType();
    }
}
