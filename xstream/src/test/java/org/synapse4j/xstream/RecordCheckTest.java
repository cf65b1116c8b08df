package org.synapse4j.xstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synapse4j.api.serialization.EventTypes;

@SuppressWarnings("ArrayRecordComponent") // such records are what is checked
class RecordCheckTest {
    sealed interface Payment permits Card, Cash {}

    record Card(String number) implements Payment {}

    record Cash(BigDecimal amount) implements Payment {}

    sealed interface Shape permits Circle, Square {}

    record Circle(int radius) implements Shape {}

    record Square(int side) implements Shape {}

    enum Size {
        SMALL,
        LARGE {
            @Override
            public String toString() {
                return "large";
            }
        }
    }

    enum Unknown {
        ONE
    }

    record Pair<A, B extends Comparable<B>>(A first, B second) {}

    record Fine(
            String text,
            int number,
            byte[] bytes,
            UUID id,
            ZoneId zone,
            Size size,
            Payment payment,
            Optional<Card> perhaps,
            List<? extends Payment> payments,
            Map<String, List<Set<Size>>> deep,
            Collection<String> some,
            Number any,
            Object open,
            Pair<String, Integer> pair,
            @Nullable Fine itself) {}

    record WithArray(String[] names) {}

    record WithGenericArray<T>(T[] names) {}

    record WithArrayList(ArrayList<String> names) {}

    record WithTreeMap(TreeMap<String, String> names) {}

    record WithSortedSet(SortedSet<String> names) {}

    record WithDeque(Deque<String> names) {}

    record WithOffset(ZoneOffset offset) {}

    record WithDate(Date date) {}

    record WithBits(List<BitSet> bits) {}

    record WithError(Optional<Exception> error) {}

    record WithUnknownEnum(Map<Unknown, String> byUnknown) {}

    record WithShape(Shape shape) {}

    record WithInner(List<ArrayList<String>> lists) {}

    record WithPlain(Plain plain) {}

    record Nested(WithDate inner) {}

    static final class Plain {}

    private final XStreamSerializer serializer = serializer(
            Fine.class,
            Card.class,
            Cash.class,
            Circle.class,
            Size.class,
            Pair.class,
            Plain.class,
            WithArray.class,
            WithGenericArray.class,
            WithArrayList.class,
            WithTreeMap.class,
            WithSortedSet.class,
            WithDeque.class,
            WithOffset.class,
            WithDate.class,
            WithBits.class,
            WithError.class,
            WithUnknownEnum.class,
            WithShape.class,
            WithInner.class,
            WithPlain.class,
            Nested.class);

    @Test
    @DisplayName("of what is written and comes back there is nothing to say")
    void fine() {
        assertEquals(List.of(), serializer.check(Fine.class));
        assertEquals(List.of(), serializer.check(Size.class));
        assertEquals(List.of(), serializer.check(Circle.class));
    }

    @ParameterizedTest
    @DisplayName("a component that can never be written, or comes back as something else, is named with its class")
    @ValueSource(
            classes = {
                WithArray.class,
                WithGenericArray.class,
                WithArrayList.class,
                WithTreeMap.class,
                WithSortedSet.class,
                WithDeque.class,
                WithOffset.class,
                WithDate.class,
                WithBits.class,
                WithError.class,
                WithUnknownEnum.class,
                WithShape.class,
                WithInner.class,
                WithPlain.class
            })
    void component(Class<?> type) {
        List<String> problems = serializer.check(type);
        assertEquals(1, problems.size(), problems::toString);
        String name = type.getRecordComponents()[0].getName();
        assertTrue(problems.get(0).startsWith("component " + name + " of " + type.getName()), problems::toString);
    }

    @Test
    @DisplayName("a class that is no record, and one that is not in the registry, is named itself")
    void classes() {
        assertTrue(serializer.check(Plain.class).get(0).startsWith(Plain.class.getName() + " is neither"));
        assertEquals(1, serializer.check(Plain.class).size());
        assertTrue(serializer.check(Square.class).get(0).contains("is not in the registry"));
    }

    @Test
    @DisplayName("records are looked at through others")
    void nested() {
        assertEquals(serializer.check(WithDate.class), serializer.check(Nested.class));
    }

    private static XStreamSerializer serializer(Class<?>... classes) {
        EventTypes.Builder types = EventTypes.builder();
        for (Class<?> type : classes) {
            types.add(type.getSimpleName(), type);
        }
        return new XStreamSerializer(types.build());
    }
}
