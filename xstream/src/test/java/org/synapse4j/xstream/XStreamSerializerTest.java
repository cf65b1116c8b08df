package org.synapse4j.xstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;

/** Objects come back equal; a payload that is not registered, malformed or hostile is refused without being shown. */
class XStreamSerializerTest {
    private static final String SECRET = "hunter2";

    private final XStreamSerializer serializer = new XStreamSerializer(EventTypes.builder()
            .addAll(Event.class)
            .addAll(Payment.class)
            .add(Size.class, Plain.class, Gadget.class)
            .build());

    sealed interface Event {}

    @EventType(name = "ItemAdded", revision = "2")
    record Added(String item, int quantity, BigDecimal price) implements Event {}

    @EventType(name = "Everything")
    record Everything(
            String text,
            boolean flag,
            byte small,
            short shorter,
            long number,
            float real,
            double realer,
            char letter,
            Integer boxed,
            BigInteger integer,
            BigDecimal decimal,
            UUID id,
            Size size,
            Optional<String> perhaps,
            @Nullable String nothing,
            List<@Nullable String> items,
            Set<Size> sizes,
            Map<String, List<BigDecimal>> byName,
            Payment payment)
            implements Event {}

    @EventType(name = "Times")
    record Times(
            Instant instant,
            LocalDate date,
            LocalTime time,
            LocalDateTime local,
            OffsetTime offsetTime,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Duration duration,
            Period period,
            Year year,
            YearMonth month,
            MonthDay day,
            ZoneId zone,
            ZoneId offsetZone)
            implements Event {}

    @EventType(name = "Loose")
    record Loose(@Nullable Object value) implements Event {}

    @EventType(name = "Endless")
    record Endless(int number) implements Event {
        @Override
        public int hashCode() {
            return number < 0 ? 0 : new Endless(number).hashCode();
        }
    }

    @EventType(name = "Concrete")
    record Concrete(ArrayList<String> items) implements Event {}

    @EventType(name = "Picky")
    record Picky(int value) implements Event {
        Picky {
            if (value < 0) {
                throw new IllegalArgumentException(SECRET);
            }
        }
    }

    sealed interface Payment {}

    @EventType(name = "Card")
    record Card(String last4) implements Payment {}

    @EventType(name = "Cash")
    record Cash() implements Payment {}

    @EventType(name = "Size")
    enum Size {
        SMALL,
        LARGE {
            @Override
            int litres() {
                return 2;
            }
        };

        int litres() {
            return 1;
        }
    }

    record Stranger(String name) {}

    @EventType(name = "Plain")
    static final class Plain {
        @SuppressWarnings({"unused", "UnusedVariable"})
        private final String name = SECRET;
    }

    /** Has a constructor that a document could reach, if class names were obeyed. */
    @EventType(name = "Gadget")
    public static final class Gadget {
        static final AtomicBoolean MADE = new AtomicBoolean();

        public Gadget() {
            MADE.set(true);
        }
    }

    @Test
    @DisplayName("a record is an element of its logical name, its components in order, and read back equal")
    void record() {
        Added added = new Added("tea & <milk>", 2, new BigDecimal("2.50"));
        assertEquals(
                "<ItemAdded><item>tea &amp; &lt;milk&gt;</item><quantity>2</quantity><price>2.50</price></ItemAdded>",
                xml(added));
        assertEquals(added, roundTrip(added));
    }

    @Test
    @DisplayName("everything that is allowed comes back equal, sealed types by their logical names")
    void everything() {
        Map<String, List<BigDecimal>> byName = new LinkedHashMap<>();
        byName.put("z", List.of(new BigDecimal("1.00")));
        byName.put("a", List.of());
        Everything given = new Everything(
                "\r\n\t é€😀 \"'",
                true,
                (byte) -1,
                (short) 300,
                Long.MIN_VALUE,
                1.5f,
                Double.NaN,
                'é',
                7,
                BigInteger.TEN.pow(400),
                new BigDecimal("1E-30"),
                new UUID(1, 2),
                Size.LARGE,
                Optional.of("x"),
                null,
                Arrays.asList("a", null, ""),
                new LinkedHashSet<>(List.of(Size.LARGE, Size.SMALL)),
                byName,
                new Card("1234"));
        Everything back = roundTrip(given);
        assertEquals(given, back);
        assertEquals(List.of("z", "a"), List.copyOf(back.byName().keySet()));
        assertThrows(UnsupportedOperationException.class, () -> back.items().add("x"));
        String xml = xml(given);
        assertTrue(xml.contains("<payment class=\"Card\"><last4>1234</last4></payment>"), xml);
        assertFalse(xml.contains("synapse4j") || xml.contains("java."), xml);
    }

    @Test
    @DisplayName("immutable and other collections and optionals, alone and nested, come back equal")
    void collections() {
        for (Object value : Arrays.asList(
                null,
                List.of(),
                List.of(1),
                List.of(1, "b", 3L),
                Set.of(new BigDecimal("1.0")),
                Set.of(1, 2, 3),
                Map.of(),
                Map.of("k", List.of(Map.of(1, Set.of()))),
                Optional.empty(),
                Optional.of(List.of(Optional.of("deep"))),
                Arrays.asList("x", null),
                new TreeSet<>(List.of("b", "a")),
                new TreeMap<>(Map.of("b", 1, "a", 2)),
                List.of(new Card("1"), new Cash(), Size.LARGE))) {
            assertEquals(new Loose(value), roundTrip(new Loose(value)));
        }
    }

    @Test
    @DisplayName("times come back equal, with nanoseconds, offset and zone")
    void times() {
        LocalDateTime local = LocalDateTime.of(2026, 3, 1, 12, 34, 56, 123456789);
        Times times = new Times(
                local.toInstant(ZoneOffset.UTC),
                local.toLocalDate(),
                local.toLocalTime(),
                local,
                local.toLocalTime().atOffset(ZoneOffset.ofHours(5)),
                local.atOffset(ZoneOffset.ofHours(5)),
                local.atZone(ZoneId.of("Europe/Vienna")),
                Duration.ofSeconds(90, 1),
                Period.of(1, 2, 3),
                Year.of(2026),
                YearMonth.of(2026, 3),
                MonthDay.of(2, 29),
                ZoneId.of("Europe/Vienna"),
                ZoneOffset.ofHours(-3));
        assertEquals(times, roundTrip(times));
    }

    @Test
    @DisplayName("months of any year come back equal, with a sign from year 10000 on")
    void months() {
        for (YearMonth month : List.of(
                YearMonth.of(2026, 3),
                YearMonth.of(10_000, 1),
                YearMonth.of(-5, 12),
                YearMonth.of(Year.MAX_VALUE, 12),
                YearMonth.of(Year.MIN_VALUE, 1))) {
            assertEquals(new Loose(month), roundTrip(new Loose(month)));
            assertEquals(new Loose(List.of(month)), roundTrip(new Loose(List.of(month))));
        }
        assertTrue(xml(new Loose(YearMonth.of(10_000, 1))).contains("+10000-01"));
    }

    @Test
    @DisplayName("every character of the basic plane comes back in a text, or is refused")
    void basicPlane() {
        int refused = 0;
        StringBuilder accepted = new StringBuilder();
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String text = (char) c + "b" + (char) c;
            try {
                xml(new Loose(text));
                accepted.append(text);
            } catch (SerializationException e) {
                refused++;
            }
        }
        assertEquals(new Loose(accepted.toString()), roundTrip(new Loose(accepted.toString())));
        assertEquals(new Loose(List.of(accepted.toString())), roundTrip(new Loose(List.of(accepted.toString()))));
        // Control characters but for three, surrogates alone, and the two that are none.
        assertEquals(29 + 2_048 + 2, refused);
    }

    @Test
    @DisplayName("a document with elements of which the record has none is of another class; so it is inside")
    void otherClass() {
        assertTrue(refusedReading("<ItemAdded><hunter2>1</hunter2><b/></ItemAdded>", Added.class)
                .contains("has none"));
        refusedReading("<Loose><value class='Card'><hunter2>1</hunter2></value></Loose>", Loose.class);
        assertEquals(new Cash(), read("<Cash><amount>1</amount></Cash>", Cash.class));
        assertEquals(new Loose(null), read("<Loose/>", Loose.class));
    }

    @Test
    @DisplayName("missing components are errors where that is asked for, but for optional ones; null is refused then")
    void missing() {
        XStreamSerializer strict = new XStreamSerializer(
                        EventTypes.builder().add(Added.class, Loose.class).build())
                .refusingMissing();
        assertEquals(new Loose(null), strict.deserialize(new Payload<>(Representation.XML, "<Loose/>"), Loose.class));
        String some = "<ItemAdded><item>hunter2</item><price>1</price></ItemAdded>";
        assertTrue(silent(assertThrows(
                        SerializationException.class,
                        () -> strict.deserialize(new Payload<>(Representation.XML, some), Added.class)))
                .contains("component quantity of"));
        assertThrows(
                SerializationException.class, () -> strict.serialize(new Added("x", 1, nothing()), Representation.XML));
    }

    @SuppressWarnings("NullAway") // what careless code passes on
    private static BigDecimal nothing() {
        return (BigDecimal) new Loose(null).value();
    }

    @Test
    @DisplayName("two hundred levels are written and read on a stack of 512 KiB")
    void smallStack() throws InterruptedException {
        Object deep = 1;
        for (int i = 0; i < XmlText.DEPTH - 2; i++) {
            deep = i % 2 == 0 ? List.of(deep) : Map.of("k", deep);
        }
        Loose loose = new Loose(deep);
        assertEquals(Optional.empty(), thrownOnStack(512, () -> assertEquals(loose, roundTrip(loose))));
    }

    @Test
    @DisplayName("a stack that overflows is an error, when writing and when reading")
    void overflow() {
        assertTrue(refused(new Loose(new AbstractList<Object>() {
                    @Override
                    public Object get(int index) {
                        return index < 0 ? 0 : get(index);
                    }

                    @Override
                    public int size() {
                        return 1;
                    }
                }))
                .endsWith("the stack of this thread allows"));
        String endless = refusedReading(
                "<Loose><value class='set'><Endless><number>1</number></Endless></value></Loose>", Loose.class);
        assertTrue(endless.endsWith("the stack of this thread allows"), endless);
    }

    private static Optional<Throwable> thrownOnStack(int kibibytes, Runnable work) throws InterruptedException {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(null, work, "small stack", kibibytes * 1024L);
        thread.setUncaughtExceptionHandler((failed, e) -> thrown.set(e));
        thread.start();
        thread.join();
        return Optional.ofNullable(thrown.get());
    }

    @Test
    @DisplayName("elements that the record does not have are ignored, missing ones are empty, the root's name is free")
    void tolerant() {
        assertEquals(
                new Added("tea", 0, new BigDecimal("1")),
                read(
                        "<ItemPut class=\"java.lang.Runtime\"><gone><deep class='x'/></gone><item>tea</item>"
                                + "<price>1</price></ItemPut>",
                        Added.class));
    }

    @Test
    @DisplayName("what is not registered, or no record, or could not be read back, is refused when writing")
    void refusedWriting() {
        assertTrue(refused(new Stranger(SECRET)).contains("Stranger is not in the registry of event types"));
        assertTrue(refused(new Loose(new Stranger(SECRET))).contains("Stranger is not in the registry"));
        assertTrue(refused(new Loose(List.of(new Stranger(SECRET)))).contains("Stranger is not in the registry"));
        assertTrue(refused(new Plain()).contains("Plain is neither a record nor an enum"));
        assertTrue(refused(new Concrete(new ArrayList<>(List.of(SECRET)))).contains("declare it as java.util.List"));
        refused(new Loose(Thread.currentThread()));
        refused(new Loose(new int[] {1}));
        refused(new Loose((Runnable) () -> {}));
        for (String text : List.of("\0", "\u0001", "\ufffe", "\ud800", "a\udc00")) {
            refused(new Added(SECRET + text, 1, BigDecimal.ONE));
        }
        Object deep = 1;
        for (int i = 0; i < XmlText.DEPTH; i++) {
            deep = List.of(deep);
        }
        assertTrue(refused(new Loose(deep)).contains("more than 200 levels"));
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        refused(new Loose(circle));
        assertTrue(refused(new Loose("x".repeat(XmlText.LENGTH))).contains("the limit is 20000000"));
    }

    @ParameterizedTest
    @DisplayName("what is not one well-formed document of the type is refused, without being shown")
    @ValueSource(
            strings = {
                "",
                " ",
                "hunter2",
                "{\"item\":\"hunter2\"}",
                "<ItemAdded><item>hunter2",
                "<ItemAdded><item>hunter2</quantity></ItemAdded>",
                "<ItemAdded/>hunter2",
                "<ItemAdded/><hunter2/>",
                "<ItemAdded><item>hunter2</item><item>again</item></ItemAdded>",
                "<ItemAdded><quantity>hunter2</quantity></ItemAdded>",
                "<ItemAdded><quantity>99999999999</quantity></ItemAdded>",
                "<ItemAdded><quantity class=\"hunter2\">1</quantity></ItemAdded>",
                "<ItemAdded><item class=\"int\">1</item></ItemAdded>",
                "<ItemAdded><item>&hunter2;</item></ItemAdded>",
                "<!DOCTYPE ItemAdded><ItemAdded/>"
            })
    void malformed(String text) {
        refusedReading(text, Added.class);
    }

    @Test
    @DisplayName("a constructor that refuses is an error that names the class, not the values")
    void constructorRefuses() {
        assertTrue(refusedReading("<Picky><value>-1</value></Picky>", Picky.class)
                .contains("Picky refuses its values with java.lang.IllegalArgumentException"));
    }

    @Test
    @DisplayName("entities are neither expanded nor fetched, and nesting and size are bounded, in seconds")
    void hostile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), SECRET);
        StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"lol\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY a" + i + " \"" + ("&a" + (i - 1) + ";").repeat(10) + "\">");
        }
        laughs.append("]><x><item>&a29;</item></x>");
        assertTimeout(Duration.ofSeconds(20), () -> {
            refusedReading(laughs.toString(), Added.class);
            refusedReading(
                    "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + file.toUri() + "\">]><x><item>&e;</item></x>", Added.class);
            refusedReading("<!DOCTYPE x SYSTEM \"" + file.toUri() + "\"><x/>", Added.class);
            refusedReading("<x><value>" + "<list>".repeat(100_000), Loose.class);
            refusedReading(
                    "<x><value class='list'>" + "<list>".repeat(100_000) + "</list>".repeat(100_000) + "</value></x>",
                    Loose.class);
            refusedReading(
                    "<x><ignored>" + "<y>".repeat(100_000) + "</y>".repeat(100_000) + "</ignored></x>", Added.class);
            refusedReading("<x><item>" + "x".repeat(100_000_000) + "</item></x>", Added.class);
        });
    }

    @ParameterizedTest
    @DisplayName("gadgets and other classes are never made, whatever way a document names them")
    @ValueSource(
            strings = {
                "java.lang.ProcessBuilder",
                "java.util.PriorityQueue",
                "sorted-set",
                "tree-map",
                "linked-hash-set",
                "properties",
                "dynamic-proxy",
                "java.beans.EventHandler",
                "javax.imageio.ImageIO$ContainsFilter",
                "sun.rmi.server.UnicastRef",
                "java.lang.Class",
                "java-class",
                "method",
                "file",
                "url",
                "Plain",
                "Gadget",
                "org.synapse4j.xstream.XStreamSerializerTest$Gadget",
                "object",
                "void"
            })
    void gadgets(String name) {
        String evil = "<command><string>touch</string><string>/tmp/hunter2</string></command>";
        String element = name.replace("$", "_-");
        refusedReading("<Loose><value class=\"" + name + "\">" + evil + "</value></Loose>", Loose.class);
        refusedReading(
                "<Loose><value class=\"list\"><" + element + ">" + evil + "</" + element + "></value></Loose>",
                Loose.class);
        refusedReading(
                "<Loose><value class=\"list\"><string resolves-to=\"" + name + "\">" + evil
                        + "</string></value></Loose>",
                Loose.class);
        assertFalse(Gadget.MADE.get());
    }

    @Test
    @DisplayName("a registered name that documents need is refused, and so is another representation")
    void refusals() {
        EventTypes list = EventTypes.builder().add("list", Added.class).build();
        assertThrows(InvalidValueException.class, () -> new XStreamSerializer(list));
        assertFalse(serializer.reads(Representation.JSON));
        assertThrows(SerializationException.class, () -> serializer.serialize(new Cash(), Representation.JSON));
        assertThrows(SerializationException.class, () -> serializer.deserialize(Payload.json("{}"), Cash.class));
    }

    private String xml(Object object) {
        return serializer.serialize(object, Representation.XML).value();
    }

    private <T> T read(String xml, Class<T> type) {
        return serializer.deserialize(new Payload<>(Representation.XML, xml), type);
    }

    private <T> T roundTrip(T object) {
        @SuppressWarnings("unchecked") // the class of an object is that of its copy
        Class<T> type = (Class<T>) object.getClass();
        return read(xml(object), type);
    }

    private String refused(Object object) {
        return silent(assertThrows(SerializationException.class, () -> xml(object)));
    }

    private String refusedReading(String xml, Class<?> type) {
        return silent(assertThrows(SerializationException.class, () -> read(xml, type), xml.length() + " characters"));
    }

    private static String silent(SerializationException e) {
        String message = String.valueOf(e.getMessage());
        assertFalse(message.contains(SECRET), message);
        return message;
    }
}
