package org.synapse4j.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;

/** Objects come back equal, and their JSON looks as a person would write it. */
class RoundTripTest {
    private final JacksonSerializer serializer = new JacksonSerializer();

    enum Size {
        SMALL,
        LARGE
    }

    record Empty() {}

    record Item(String name, int quantity, BigDecimal price) {}

    record Times(
            Instant instant,
            LocalDate date,
            LocalDateTime local,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Duration duration,
            Period period,
            YearMonth month,
            ZoneId zone) {}

    record Everything(
            String text,
            long number,
            double real,
            boolean flag,
            BigDecimal decimal,
            BigInteger integer,
            Optional<String> perhaps,
            OptionalInt perhapsNumber,
            Size size,
            UUID id,
            Instant time,
            List<Item> items,
            Map<String, List<BigDecimal>> byName) {}

    record Loose(JsonNode node, Object object) {}

    record Widened(
            String name, Optional<String> colour, @Nullable String shape) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(Card.class), @JsonSubTypes.Type(Cash.class)})
    sealed interface Payment {}

    record Card(String last4) implements Payment {}

    record Cash() implements Payment {}

    record Paid(Payment payment) {}

    @Test
    @DisplayName("a record is written with its components in order, and read back equal")
    void record() {
        Item item = new Item("tea", 2, new BigDecimal("2.50"));
        assertEquals("{\"name\":\"tea\",\"quantity\":2,\"price\":2.50}", json(item));
        assertEquals(item, roundTrip(item));
    }

    @Test
    @DisplayName("a record without components is an empty object")
    void emptyRecord() {
        assertEquals("{}", json(new Empty()));
        assertEquals(new Empty(), roundTrip(new Empty()));
    }

    @Test
    @DisplayName("times are ISO text and keep nanoseconds, offset and zone")
    void times() {
        LocalDateTime local = LocalDateTime.of(2026, 3, 1, 12, 34, 56, 123456789);
        Times times = new Times(
                local.toInstant(ZoneOffset.UTC),
                local.toLocalDate(),
                local,
                local.atOffset(ZoneOffset.ofHours(5)),
                local.atZone(ZoneId.of("Europe/Vienna")),
                Duration.ofSeconds(90, 1),
                Period.of(1, 2, 3),
                YearMonth.of(2026, 3),
                ZoneId.of("Europe/Vienna"));
        assertEquals(
                "{\"instant\":\"2026-03-01T12:34:56.123456789Z\",\"date\":\"2026-03-01\","
                        + "\"local\":\"2026-03-01T12:34:56.123456789\",\"offset\":\"2026-03-01T12:34:56.123456789+05:00\","
                        + "\"zoned\":\"2026-03-01T12:34:56.123456789+01:00[Europe/Vienna]\","
                        + "\"duration\":\"PT1M30.000000001S\",\"period\":\"P1Y2M3D\",\"month\":\"2026-03\","
                        + "\"zone\":\"Europe/Vienna\"}",
                json(times));
        assertEquals(times, roundTrip(times));
    }

    @Test
    @DisplayName("a decimal keeps its scale, also where the class says only JsonNode or Object")
    void scale() {
        for (String text : List.of("2.50", "2.5", "0.00", "1E+3", "1E-20", "123456789012345678901234567890.10")) {
            BigDecimal decimal = new BigDecimal(text);
            Item item = new Item("x", 1, decimal);
            assertEquals(item, roundTrip(item), text);
            Loose loose = new Loose(JsonNodeFactory.instance.numberNode(decimal), decimal);
            assertEquals(loose.object(), roundTrip(loose).object(), text);
            assertEquals(decimal, roundTrip(loose).node().decimalValue(), text);
        }
    }

    @Test
    @DisplayName("sealed types with names of their own are written by name and read back")
    void sealedTypes() {
        assertEquals("{\"payment\":{\"@type\":\"RoundTripTest$Cash\"}}", json(new Paid(new Cash())));
        assertEquals(new Paid(new Card("1234")), roundTrip(new Paid(new Card("1234"))));
    }

    @Test
    @DisplayName("properties that the class does not have are ignored, and those that are not there are empty")
    void tolerant() {
        Payload<String> old = Payload.json("{\"name\":\"tea\",\"dropped\":{\"deep\":[1,2]}}");
        assertEquals(new Widened("tea", Optional.empty(), null), serializer.deserialize(old, Widened.class));
    }

    @Test
    @DisplayName("any object of 2,000 that a fixed seed makes comes back equal, and is written the same again")
    void anything() {
        Random random = new Random(20260301);
        for (int i = 0; i < 2_000; i++) {
            Everything given = everything(random);
            Everything back = roundTrip(given);
            assertEquals(given, back);
            assertEquals(json(given), json(back));
        }
    }

    private String json(Object object) {
        return serializer.serialize(object, Representation.JSON).value();
    }

    private <T> T roundTrip(T object) {
        @SuppressWarnings("unchecked") // the class of an object is that of its copy
        Class<T> type = (Class<T>) object.getClass();
        return serializer.deserialize(serializer.serialize(object, Representation.JSON), type);
    }

    private static Everything everything(Random random) {
        return new Everything(
                text(random),
                random.nextLong(),
                Double.isFinite(Double.longBitsToDouble(random.nextLong())) ? random.nextGaussian() : -0.0,
                random.nextBoolean(),
                decimal(random),
                new BigInteger(random.nextInt(1, 1_000), random),
                random.nextBoolean() ? Optional.of(text(random)) : Optional.empty(),
                random.nextBoolean() ? OptionalInt.of(random.nextInt()) : OptionalInt.empty(),
                Size.values()[random.nextInt(Size.values().length)],
                new UUID(random.nextLong(), random.nextLong()),
                Instant.ofEpochSecond(
                        random.nextLong(-10_000_000_000L, 10_000_000_000L), random.nextInt(1_000_000_000)),
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> new Item(text(random), random.nextInt(), decimal(random)))
                        .toList(),
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> i + text(random))
                        .collect(Collectors.toMap(key -> key, key -> List.of(decimal(random)))));
    }

    private static BigDecimal decimal(Random random) {
        return new BigDecimal(new BigInteger(random.nextInt(1, 300), random), random.nextInt(-50, 50));
    }

    /** Any text of well-formed Unicode, with more of the troublesome than usual. */
    private static String text(Random random) {
        return random.ints(random.nextInt(12), 0, 6)
                .map(kind -> switch (kind) {
                    case 0 -> random.nextInt(0x20);
                    case 1 -> "\"\\/\u2028\u007f{}".codePointAt(random.nextInt(7));
                    case 2 -> random.nextInt(0x10000, 0x110000);
                    case 3 -> random.nextInt(0x80, 0xd800);
                    default -> random.nextInt(0x20, 0x7f);
                })
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
