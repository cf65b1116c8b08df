package org.synapse4j.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synapse4j.api.serialization.EventType;

/** There is nothing to say of classes that can be read back, whatever annotations they have. */
class FitClassesTest {
    private final JacksonSerializer serializer = new JacksonSerializer();

    interface Shape {}

    record Circle(int radius) implements Shape {}

    record Generalised<T>(T value) {}

    enum Plain {
        ONE,
        @JsonProperty("two")
        TWO
    }

    enum WithBodies {
        ONE {
            @Override
            int number() {
                return 1;
            }
        },
        TWO {
            @Override
            int number() {
                return 2;
            }
        };

        abstract int number();
    }

    enum Coded {
        ONE(1),
        TWO(2);

        private final int code;

        Coded(int code) {
            this.code = code;
        }

        @JsonValue
        int code() {
            return code;
        }
    }

    sealed interface Named {}

    @EventType(name = "NamedRecord")
    record NamedRecord(@Nullable Named inner) implements Named {}

    @EventType(name = "NamedEnum")
    enum NamedEnum implements Named {
        ONE {
            @Override
            int number() {
                return 1;
            }
        };

        abstract int number();
    }

    record Id(@JsonValue String text) {}

    record Typed(
            Plain plain,
            WithBodies bodies,
            Coded coded,
            List<? extends Named> named,
            Id id,
            Map<Id, Plain> byId,
            EnumMap<Plain, EnumSet<DayOfWeek>> byPlain,
            SortedMap<UUID, BigDecimal> sorted,
            Set<Instant> times,
            Collection<int[]> arrays,
            Optional<byte[]> bytes,
            ArrayDeque<Character> letters,
            Map.Entry<String, Integer> entry) {}

    record Open(
            Object object,
            Number number,
            JsonNode node,
            CharSequence text,
            Map<String, Object> map,
            @SuppressWarnings("rawtypes") List raw,
            Map<Object, ?> keys,
            Optional<Object> perhaps) {}

    static class Bean {
        private @Nullable String name;
        private final List<String> only = List.of();
        public @Nullable Bean next;

        public @Nullable String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public List<String> getOnly() {
            return only;
        }

        public int getComputed() {
            return 1;
        }
    }

    static final class Any {
        private final Map<String, Object> all = new HashMap<>();

        @JsonAnyGetter
        public Map<String, Object> all() {
            return all;
        }

        @JsonAnySetter
        public void put(String name, Object value) {
            all.put(name, value);
        }
    }

    @JsonDeserialize(builder = Announced.Builder.class)
    static final class Announced {
        private final Bean bean;

        private Announced(Bean bean) {
            this.bean = bean;
        }

        public Bean getBean() {
            return bean;
        }

        @JsonPOJOBuilder(withPrefix = "")
        static final class Builder {
            private Bean bean = new Bean();

            public Builder bean(Bean given) {
                bean = given;
                return this;
            }

            public Announced build() {
                return new Announced(bean);
            }
        }
    }

    abstract static class Generic<T> {
        public @Nullable T value;
    }

    static final class Bound extends Generic<Circle> {}

    static final class BoundOpen extends Generic<Object> {}

    @SuppressWarnings("UnusedTypeParameter") // the case
    record Phantom<T>(int number) {}

    record OfBound(Generalised<Circle> circle, Generalised<List<Plain>> plains) {}

    record Annotated(
            @JsonIgnore int ignored,

            @JsonProperty(access = JsonProperty.Access.READ_ONLY)
            int readOnly,

            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            int writeOnly,

            @JsonSerialize(using = ToStringSerializer.class) long asText,

            @JsonFormat(pattern = "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS")
            LocalDateTime time,

            @JsonDeserialize(as = Circle.class) Shape circle,
            @JsonDeserialize(contentAs = Circle.class) List<Shape> circles,
            @JsonUnwrapped(prefix = "in_") Circle unwrapped) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(OneOf.class), @JsonSubTypes.Type(OtherOf.class)})
    interface Deduced {}

    record OneOf(int one) implements Deduced {}

    record OtherOf(@Nullable Deduced other) implements Deduced {}

    record OfDeduced(Deduced value) {}

    record Empty() {}

    @ParameterizedTest
    @ValueSource(
            classes = {
                Typed.class,
                Open.class,
                Bean.class,
                Any.class,
                Announced.class,
                Bound.class,
                BoundOpen.class,
                Phantom.class,
                OfBound.class,
                Annotated.class,
                OfDeduced.class,
                Empty.class,
                Plain.class,
                WithBodies.class,
                NamedRecord.class,
                NamedEnum.class,
                RoundTripTest.Everything.class,
                RoundTripTest.Times.class,
                RoundTripTest.Paid.class,
                String.class,
                HashMap.class,
                JsonNode.class
            })
    @DisplayName("there is nothing to say of a class that can be read back")
    void fit(Class<?> type) {
        assertEquals(List.of(), serializer.check(type));
        assertEquals(List.of(), new JacksonCborSerializer().check(type));
    }
}
