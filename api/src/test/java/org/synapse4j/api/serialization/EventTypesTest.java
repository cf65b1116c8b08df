package org.synapse4j.api.serialization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.Refusal.refused;
import static org.synapse4j.api.Refusal.refusedNull;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.Revision;
import org.synapse4j.api.TypeName;
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
        assertEquals(new EventTypes.Entry(TEXT, Revision.FIRST), types.entryOf(String.class));
        assertEquals(Revision.of("3"), types.entryOf(Integer.class).revision());
        assertEquals(Optional.of(String.class), types.classOf(TEXT));
        assertEquals(Optional.empty(), types.classOf(TypeName.of("text")));
        assertEquals(Set.of(TEXT, TypeName.of("Number")), types.names());
    }

    @Test
    @DisplayName("a class that nobody registered is a typed error that names it and what there is")
    void unknown() {
        EventTypes types = EventTypes.builder().add("Text", CharSequence.class).build();
        UnknownTypeException e = assertThrows(UnknownTypeException.class, () -> types.entryOf(String.class));
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
}
