package org.synapse4j.api.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleReader;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;

/** A caller learns from the type whether to try again, and from the fields what to do. */
class ErrorTreeTest {
    private static final StreamId CART = StreamId.of("cart", "42");

    @Test
    @DisplayName("every error of the package is transient or permanent, and a leaf is final")
    void tree() throws IOException {
        assertEquals(
                Set.of("OperationInterruptedException", "OutcomeUnknownException", "StorageUnavailableException"),
                leavesOf(TransientException.class));
        assertEquals(
                Set.of(
                        "CapabilityMissingException",
                        "ClosedException",
                        "CommitIdReusedException",
                        "ConditionConflictException",
                        "ConfigurationException",
                        "InvalidValueException",
                        "SerializationException",
                        "TooLargeException",
                        "UnknownTypeException",
                        "VersionConflictException",
                        "ViewVersionException",
                        "WrongLayoutException"),
                leavesOf(PermanentException.class));
        Set<String> all = errors().map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
        all.removeAll(leavesOf(SynapseException.class));
        assertEquals(Set.of("SynapseException", "TransientException", "PermanentException", "ConflictException"), all);
        assertEquals(
                Set.of("VersionConflictException", "ConditionConflictException"), leavesOf(ConflictException.class));
        assertEquals(
                List.of(TransientException.class, PermanentException.class),
                List.of(SynapseException.class.getPermittedSubclasses()));
    }

    @Test
    @DisplayName("a conflict says stream, expectation and actual version, as fields and in words")
    void versionConflict() {
        StreamHead actual = StreamHead.at(CART, Version.of(3), Position.of(3));
        VersionConflictException e = new VersionConflictException(CART, ExpectedVersion.exactly(2), actual);
        assertEquals(List.of(CART, ExpectedVersion.exactly(2), actual), List.of(e.stream(), e.expected(), e.actual()));
        assertEquals(
                "Stream cart/42 is at version 3, but the append expected exactly version 2; nothing was stored. Load the"
                        + " stream and decide again.",
                e.getMessage());
        VersionConflictException absent =
                new VersionConflictException(CART, ExpectedVersion.streamExists(), StreamHead.absent(CART));
        says(absent, "is at version 0 and does not exist", "Load the stream and decide again");
        StreamHead deleted = StreamHead.deleted(CART, Version.of(3), Position.of(3));
        says(
                new VersionConflictException(CART, ExpectedVersion.exactly(0), deleted),
                "was deleted at version 3",
                "expects noStream, or exactly version 3");
    }

    @Test
    @DisplayName("the other errors of an append say what was not stored, and what to do")
    void appendErrors() {
        AppendCondition condition = AppendCondition.unlessAny(EventQuery.tagged("seat:12A"));
        ConditionConflictException conflict = new ConditionConflictException(condition, Position.of(9));
        assertEquals(List.of(condition, Position.of(9)), List.of(conflict.condition(), conflict.matched()));
        says(conflict, "The event at position 9 matches", "nothing was stored");

        CommitId id = CommitId.fresh();
        CommitIdReusedException reused = new CommitIdReusedException(id, "other payload");
        assertEquals(id, reused.commitId());
        says(reused, id.toString(), "other payload", "nothing was stored");

        IllegalStateException cause = new IllegalStateException();
        OutcomeUnknownException unknown = new OutcomeUnknownException(id, cause);
        assertEquals(id, unknown.commitId());
        assertSame(cause, unknown.getCause());
        says(unknown, id.toString(), "Append it again with the same commit id");

        TooLargeException large = new TooLargeException("the commit", CART, 20, 10, "bytes");
        assertEquals(List.of(CART, 20L, 10L), List.of(large.stream(), large.size(), large.limit()));
        says(large, "cart/42", "has 20 bytes; the limit is 10", "nothing was stored");

        says(new OperationInterruptedException("append", null), "append", "no event was stored");
    }

    @Test
    @DisplayName("the errors of configuration and use say what there is, what is missing, and where")
    void otherErrors() {
        ConfigurationException configuration = new ConfigurationException("No such scheme.", List.of("a:", "b:"));
        assertEquals(List.of("a:", "b:"), configuration.available());
        assertEquals("No such scheme. There is: a:, b:.", configuration.getMessage());
        assertEquals("No.", new ConfigurationException("No.", List.of()).getMessage());

        CapabilityMissingException missing = new CapabilityMissingException("feed", "tiny");
        assertEquals("feed", missing.capability());
        says(missing, "The storage tiny has no feed");

        UnknownTypeException type = new UnknownTypeException("ItemAdded", "version 3 of stream cart/42");
        assertEquals("ItemAdded", type.type());
        says(type, "ItemAdded", "version 3 of stream cart/42", "EventTypes");

        InvalidValueException value = new InvalidValueException("events[2]", "is null");
        assertEquals(Optional.of("events[2]"), Optional.of(value.what()));
        assertEquals("events[2] is null", value.getMessage());

        says(new ClosedException("the cursor"), "Closed: the cursor");
        assertEquals("why", new SerializationException("why", null).getMessage());
        assertEquals("why", new StorageUnavailableException("why", null).getMessage());
    }

    private static Set<String> leavesOf(Class<?> root) throws IOException {
        return errors().filter(error -> root.isAssignableFrom(error) && !Modifier.isAbstract(error.getModifiers()))
                .peek(leaf -> assertTrue(Modifier.isFinal(leaf.getModifiers()), leaf + " is final"))
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The classes that the package holds, so that an error added later is seen here. */
    private static Stream<Class<?>> errors() throws IOException {
        Module api = SynapseException.class.getModule();
        try (ModuleReader classes = api.getLayer()
                .configuration()
                .findModule(api.getName())
                .orElseThrow()
                .reference()
                .open()) {
            return classes
                    .list()
                    .filter(name -> name.startsWith("org/synapse4j/api/errors/") && name.endsWith("Exception.class"))
                    .<Class<?>>map(name -> Class.forName(
                            api,
                            name.substring(0, name.length() - ".class".length()).replace('/', '.')))
                    .toList()
                    .stream();
        }
    }

    private static void says(SynapseException e, String... words) {
        for (String each : words) {
            assertTrue(String.valueOf(e.getMessage()).contains(each), e.getMessage());
        }
    }
}
