package org.synapse4j.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.api.serialization.EventType;

/** A class that could never be read back is told from itself alone, by a sentence; no other class is. */
class UnfitClassesTest {
    private final JacksonSerializer serializer = new JacksonSerializer();

    interface Shape {}

    record Circle(int radius) implements Shape {}

    record OfInterface(Shape shape) {}

    record OfInterfaceDeep(Optional<Map<String, List<OfInterface>>> deep) {}

    sealed interface Pay {}

    record Cash(int amount) implements Pay {}

    @EventType(name = "Card")
    record Card(String number) implements Pay {}

    record OfSealed(List<Pay> pays) {}

    abstract static class Above {}

    record OfAbstract(Above above) {}

    record OfSupplier(Supplier<String> text) {}

    record OfIterator(Iterator<String> texts) {}

    record OfComparable(Comparable<String> text) {}

    static final class NoCreator {
        private final String name;

        NoCreator(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }
    }

    static final class Built {
        private final String name;

        private Built(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }

        static BuiltBuilder builder() {
            return new BuiltBuilder();
        }
    }

    static final class BuiltBuilder {
        Built build() {
            return new Built("x");
        }
    }

    @SuppressWarnings("ClassCanBeStatic") // the fault
    final class Inner {
        public int number = 1;
    }

    record OfInner(Inner inner) {}

    record Key(String text, int number) {}

    record Sku(String text) {}

    record RecordKeys(Map<Key, String> map) {}

    record SkuKeys(Map<Sku, String> map) {}

    record Erased<T>(T value) {}

    record ErasedList<T extends Number>(List<T> values) {}

    @SuppressWarnings("rawtypes") // the fault
    record OfRaw(Erased erased) {}

    record Raw(@JsonRawValue String json) {}

    @SuppressWarnings("unused")
    static final class AnyWithoutSetter {
        @JsonAnyGetter
        public Map<String, String> any() {
            return Map.of();
        }
    }

    static final class NeverWritten {
        private final String kept;

        @JsonCreator
        NeverWritten(@JsonProperty("given") String given) {
            kept = given;
        }

        public String getOther() {
            return kept;
        }
    }

    record UnwrappedTwice(
            @JsonProperty("radius") int number,
            @JsonUnwrapped Circle circle) {}

    record Formatted(@JsonFormat(pattern = "yyyy-MM-dd") LocalDateTime time) {}

    record Rounded(
            @JsonFormat(pattern = "yyyy-MM-dd'T'HH:mm") LocalDateTime time) {}

    @JsonFormat(shape = JsonFormat.Shape.OBJECT)
    enum AsObject {
        ONE;

        public int getNumber() {
            return 1;
        }
    }

    record OfAsObject(AsObject value) {}

    enum SameNames {
        @JsonProperty("a")
        ONE,
        @JsonProperty("a")
        TWO
    }

    record OfSameNames(SameNames value) {}

    record TwoOptionals(Optional<Optional<String>> text) {}

    static final class OwnSerializer extends StdSerializer<Circle> {
        @Serial
        private static final long serialVersionUID = 1L;

        OwnSerializer() {
            super(Circle.class);
        }

        @Override
        public void serialize(Circle circle, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeNumber(circle.radius());
        }
    }

    record WrittenByOwn(
            @JsonSerialize(using = OwnSerializer.class) Circle circle) {}

    record ValueWithoutCreator(int number) {
        @JsonValue
        Map<String, Integer> value() {
            return Map.of("n", number);
        }
    }

    record OpenValue(@JsonValue Map<String, Object> map) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        OpenValue {}
    }

    record ByClass(
            @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Shape shape) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = One.class, name = "same"),
        @JsonSubTypes.Type(value = Two.class, name = "same")
    })
    interface TwoNames {}

    record One(int number) implements TwoNames {}

    record Two(String text) implements TwoNames {}

    record OfTwoNames(TwoNames value) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    interface NoSubtypes {}

    record OfNoSubtypes(NoSubtypes value) {}

    record OfBitSet(BitSet value) {}

    record OfTimestamp(List<java.sql.Timestamp> value) {}

    record OfSqlDate(List<java.sql.Date> value) {}

    record OfThrowable(Throwable value) {}

    record OfCalendar(Calendar value) {}

    record OfTimeZone(TimeZone value) {}

    record OfPattern(Pattern value) {}

    record OfPath(Path value) {}

    record OfClass(Class<?> value) {}

    record OfThread(Thread value) {}

    static final class Failure extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                arguments(OfInterface.class, "property shape of", "the interface " + Shape.class.getName()),
                arguments(OfInterfaceDeep.class, "property shape of " + OfInterface.class.getName(), "declare a class"),
                arguments(OfSealed.class, "property pays of", "give each an @EventType: " + Cash.class.getName()),
                arguments(OfAbstract.class, "property above of", "the abstract class"),
                arguments(OfSupplier.class, "property text of", "java.util.function.Supplier"),
                arguments(OfIterator.class, "property texts of", "java.util.Iterator"),
                arguments(OfComparable.class, "property text of", "java.lang.Comparable"),
                arguments(NoCreator.class, NoCreator.class.getName() + " has no constructor", "make it a record"),
                arguments(Built.class, "has no constructor", "@JsonDeserialize(builder = BuiltBuilder.class)"),
                arguments(OfInner.class, Inner.class.getName(), "has no constructor"),
                arguments(RecordKeys.class, "property map of", "has keys of class " + Key.class.getName()),
                arguments(SkuKeys.class, "property map of", "@JsonKey"),
                arguments(Erased.class, "property value of", "type variable"),
                arguments(ErasedList.class, "property values of", "type variable"),
                arguments(OfRaw.class, "property value of " + Erased.class.getName(), "type variable"),
                arguments(Raw.class, "property json of", "@JsonRawValue"),
                arguments(AnyWithoutSetter.class, "@JsonAnyGetter", "give it a @JsonAnySetter"),
                arguments(NeverWritten.class, "property given of", "never written"),
                arguments(UnwrappedTwice.class, "property radius of", "twice"),
                arguments(Formatted.class, "property time of", "cannot be written and read back"),
                arguments(Rounded.class, "property time of", "does not come back as it was"),
                arguments(OfAsObject.class, "property value of", "cannot be written and read back"),
                arguments(OfSameNames.class, "property value of", "SameNames#ONE"),
                arguments(TwoOptionals.class, "property text of", "ways of being empty"),
                arguments(WrittenByOwn.class, "property circle of", "give it a deserialiser"),
                arguments(
                        ValueWithoutCreator.class, "java.util.Map<java.lang.String,java.lang.Integer>", "@JsonCreator"),
                arguments(OpenValue.class, "@JsonValue of", "declare what is in it"),
                arguments(ByClass.class, "@JsonTypeInfo", "class names"),
                arguments(OfTwoNames.class, "property value of", "both named same"),
                arguments(OfNoSubtypes.class, "property value of", "no class has a name"),
                arguments(OfBitSet.class, "property value of", "store its toLongArray()"),
                arguments(OfTimestamp.class, "property value of", "use java.time.Instant"),
                arguments(OfSqlDate.class, "property value of", "use java.time.LocalDate"),
                arguments(OfThrowable.class, "property value of", "store what matters of it as text"),
                arguments(OfCalendar.class, "property value of", "java.util.Calendar"),
                arguments(OfTimeZone.class, "property value of", "use java.time.ZoneId"),
                arguments(OfPattern.class, "property value of", "store its text"),
                arguments(OfPath.class, "property value of", "store its text"),
                arguments(OfClass.class, "property value of", "java.lang.Class"),
                arguments(OfThread.class, "java.lang.Thread", "a class of the JDK"),
                arguments(Failure.class, Failure.class.getName() + " is a java.lang.Throwable", "store what matters"));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    @DisplayName("a class that could never be read back is named, with its property and what to do")
    void unfit(Class<?> type, String where, String what) {
        for (List<String> said : List.of(serializer.check(type), new JacksonCborSerializer().check(type))) {
            assertEquals(1, said.size(), said.toString());
            assertTrue(said.get(0).contains(where) && said.get(0).contains(what), said.get(0));
        }
    }

    @ParameterizedTest
    @MethodSource("unfit")
    @DisplayName("a class that is let off is not looked into, and lets nothing else off")
    void trusted(Class<?> type) {
        JacksonSerializer trusting = serializer.trusting(type).trusting(UUID.class);
        assertEquals(List.of(), trusting.check(type));
        assertEquals(
                1,
                trusting.check(OfSupplier.class == type ? OfIterator.class : OfSupplier.class)
                        .size());
    }

    @Test
    @DisplayName("all that is wrong is said, each once")
    void all() {
        record Many(OfInterface one, OfInterface two, OfBitSet three, Optional<Shape> four) {}
        List<String> said = serializer.check(Many.class);
        assertEquals(3, said.size(), said.toString());
        assertEquals(2, serializer.trusting(Shape.class).check(Many.class).size() + 1);
        assertEquals(
                1,
                serializer
                                .trusting(Shape.class, BitSet.class, OfBitSet.class)
                                .check(Many.class)
                                .size()
                        + 1);
    }
}
