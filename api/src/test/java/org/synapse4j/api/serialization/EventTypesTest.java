package org.synapse4j.api.serialization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.Refusal.refused;
import static org.synapse4j.api.Refusal.refusedNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.Revision;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.UnknownTypeException;

/** The registry of event types. */
@SuppressWarnings("NullAway") // gives nulls on purpose
class EventTypesTest {
    private static final TypeName TEXT = TypeName.of("Text");

    @Test
    @DisplayName("names lead to classes, classes to names and revisions")
    void bothWays() {
        EventTypes types = EventTypes.builder()
                .add("Text", String.class)
                .add("Number", "3", Integer.class)
                .build();
        assertEquals(new Schema(TEXT, Revision.FIRST), types.schemaOf(String.class));
        assertEquals(Revision.of("3"), types.schemaOf(Integer.class).revision());
        assertEquals(Optional.of(String.class), types.classOf(TEXT));
        assertEquals(Optional.empty(), types.classOf(TypeName.of("text")));
        assertEquals(Set.of(TEXT, TypeName.of("Number")), types.names());
    }

    @Test
    @DisplayName("a class that nobody registered is a typed error that names it and what there is")
    void unknown() {
        EventTypes types = EventTypes.builder().add("Text", CharSequence.class).build();
        UnknownTypeException e = assertThrows(UnknownTypeException.class, () -> types.schemaOf(String.class));
        assertEquals("class java.lang.String", e.type());
        assertTrue(String.valueOf(e.getMessage()).contains("registered: [Text]"), e.getMessage());
    }

    @Test
    @DisplayName("a name or a class registered twice is refused, naming both")
    void twice() {
        EventTypes.Builder types = EventTypes.builder().add("Text", String.class);
        refused(
                "event type Text",
                "is registered twice: java.lang.String and java.lang.Integer",
                () -> types.add("Text", Integer.class));
        refused(
                "class java.lang.String",
                "is registered under two names: Text and Other",
                () -> types.add("Other", String.class));
    }

    @Test
    @DisplayName("what was refused leaves no trace, and what is built does not change any more")
    void noTrace() {
        EventTypes.Builder types = EventTypes.builder().add("Text", String.class);
        assertThrows(RuntimeException.class, () -> types.add("Other", String.class));
        EventTypes built = types.build();
        types.add("Number", Integer.class);
        assertEquals(Set.of(TEXT), built.names());
    }

    @Test
    @DisplayName("names and revisions are as their types demand")
    void names() {
        EventTypes.Builder types = EventTypes.builder();
        refused("type name", "is blank", () -> types.add(" ", String.class));
        refused("revision", "is blank", () -> types.add("Text", "", String.class));
        refusedNull("type", () -> types.add("Text", null));
    }

    sealed interface CartEvent {}

    @EventType(name = "CartCreated")
    record Created(String id) implements CartEvent {}

    sealed interface ItemEvent extends CartEvent {}

    @EventType(name = "ItemAdded", revision = "3")
    record Added(String item) implements ItemEvent {}

    @EventType(name = "CartClosed")
    static sealed class Closed implements CartEvent {}

    @EventType(name = "CartClosedLate")
    static final class ClosedLate extends Closed {}

    sealed interface Forgetful {}

    record Forgotten() implements Forgetful {}

    @EventType(name = "Remembered")
    record Remembered() implements Forgetful {}

    sealed interface Open {}

    interface OpenEnded {}

    abstract static non-sealed class Anything implements Open {}

    @Test
    @DisplayName("a sealed type registers all that it permits, at every depth, by their annotations")
    void sealedType() {
        EventTypes types = EventTypes.of(CartEvent.class);
        assertEquals(Set.of(Created.class, Added.class, Closed.class, ClosedLate.class), types.classes());
        assertEquals(Schema.of("CartCreated", "1"), types.schemaOf(Created.class));
        assertEquals(Schema.of("ItemAdded", "3"), types.schemaOf(Added.class));
        assertEquals(Optional.of(ClosedLate.class), types.classOf(TypeName.of("CartClosedLate")));
    }

    @Test
    @DisplayName(
            "a class without an annotation, or that leaves open what extends it, is refused by name; nothing is registered")
    void sealedRefusals() {
        String prefix = "class " + EventTypesTest.class.getName() + "$";
        EventTypes.Builder types = EventTypes.builder();
        refused(prefix + "Forgotten", "has no @EventType", () -> types.addAll(Forgetful.class));
        refused(prefix + "Anything", "is abstract and not sealed", () -> types.addAll(Open.class));
        refused(prefix + "OpenEnded", "is not sealed", () -> types.addAll(OpenEnded.class));
        refused(prefix + "Forgotten", "has no @EventType", () -> types.add(Forgotten.class));
        assertEquals(Set.of(), types.build().names());
        types.add("Created", Created.class);
        refused(prefix + "Created", "under two names: Created and CartCreated", () -> types.addAll(CartEvent.class));
        refusedNull("sealed type", () -> types.addAll(null));
    }

    @Test
    @DisplayName("a list of classes registers each by its annotation")
    void list() {
        EventTypes types =
                EventTypes.builder().add(Created.class, Remembered.class).build();
        assertEquals(Set.of(TypeName.of("CartCreated"), TypeName.of("Remembered")), types.names());
    }

    @Test
    @DisplayName(
            "the revision that no registration names is the annotation's, a fixed one, or a version's first number")
    void revisions() {
        assertEquals(Revision.of("3"), revision(RevisionResolver.annotated()));
        assertEquals(Revision.of("7"), revision(RevisionResolver.fixed("7")));
        assertEquals(Revision.of("2"), revision(RevisionResolver.fromVersion("2.4.1-SNAPSHOT")));
        assertEquals(Revision.of("12"), revision(RevisionResolver.fromVersion("v12")));
        refused("version", "does not begin with a number", () -> RevisionResolver.fromVersion("main"));
        EventTypes named = EventTypes.builder(RevisionResolver.fixed("7"))
                .add("Text", String.class)
                .add("Number", "3", Integer.class)
                .build();
        assertEquals(Schema.of("Text", "7"), named.schemaOf(String.class));
        assertEquals(Schema.of("Number", "3"), named.schemaOf(Integer.class));
    }

    @EventType(name = "Sign")
    enum Sign {
        PLUS,
        MINUS {
            @Override
            public String toString() {
                return "-";
            }
        }
    }

    @Test
    @DisplayName("an enum whose constants have bodies is one class, and each constant is of it")
    void constantsWithBodies() {
        EventTypes types = EventTypes.of(Sign.class);
        assertEquals(Set.of(TypeName.of("Sign")), types.names());
        assertEquals(Schema.of("Sign", "1"), types.schemaOf(((Object) Sign.MINUS).getClass()));
    }

    @Test
    @DisplayName(
            "what a serialiser says of the classes is one error, which says each sentence once; what it throws is a typed error")
    void check() {
        EventTypes types = EventTypes.builder()
                .add("Text", String.class)
                .add("Number", Integer.class)
                .build();
        types.check(new Saying(List.of()));
        SerializationException e = assertThrows(
                SerializationException.class, () -> types.check(new Saying(List.of("a is wrong", "b is wrong"))));
        assertEquals("What is registered could not be read back:\n  a is wrong\n  b is wrong", e.getMessage());
        SerializationException thrown = assertThrows(SerializationException.class, () -> types.check(new Saying(null)));
        assertTrue(
                String.valueOf(thrown.getMessage()).contains("could not look at java.lang.Integer"),
                thrown.getMessage());
    }

    /** Says the same of each class, or fails. */
    private record Saying(List<String> problems) implements Serializer {
        @Override
        public List<String> check(Class<?> type) {
            return List.copyOf(problems);
        }

        @Override
        public List<Representation<?>> writes() {
            return List.of(Representation.JSON);
        }

        @Override
        public boolean reads(Representation<?> representation) {
            return true;
        }

        @Override
        public <V> Payload<V> serialize(Object object, Representation<V> representation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T deserialize(Payload<?> payload, Class<T> type) {
            throw new UnsupportedOperationException();
        }
    }

    private static Revision revision(RevisionResolver resolver) {
        return EventTypes.builder(resolver)
                .add(Added.class)
                .build()
                .schemaOf(Added.class)
                .revision();
    }
}
