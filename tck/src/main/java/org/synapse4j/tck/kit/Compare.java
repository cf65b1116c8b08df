package org.synapse4j.tck.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * Compares what was read with what was stored, field by field, and says where they first differ. Payloads in JSON are the same
 * when their tokens are: see {@code RULES.md}, "How payloads are compared".
 */
public final class Compare {
    private Compare() {}

    /** Fails unless exactly these events were delivered, in this order, each at its place and of its commit. */
    public static void events(
            List<StoredSerializedEvent> expected, List<StoredSerializedEvent> actual, String message) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            StoredSerializedEvent wanted = expected.get(i);
            StoredSerializedEvent found = actual.get(i);
            if (!wanted.equals(found)) {
                String where = message + ": event " + i + " of " + actual.size() + " delivered, ";
                assertEquals(wanted.place(), found.place(), where + "place");
                assertEquals(wanted.commitId(), found.commitId(), where + "commit id");
                event(wanted.event(), found.event(), where);
            }
        }
        if (actual.size() < expected.size()) {
            fail(message + ": after " + actual.size() + " events it ends; missing is "
                    + expected.get(actual.size()).place());
        }
        if (actual.size() > expected.size()) {
            fail(message + ": after " + expected.size() + " events it should end; too much is "
                    + actual.get(expected.size()).place());
        }
    }

    private static void event(SerializedEvent expected, SerializedEvent actual, String message) {
        assertEquals(expected.id(), actual.id(), message + "event id");
        assertEquals(expected.type(), actual.type(), message + "type name");
        assertEquals(expected.revision(), actual.revision(), message + "revision");
        assertEquals(expected.tags(), actual.tags(), message + "tags");
        payload(expected.payload(), actual.payload(), message);
        assertEquals(expected.metadata(), actual.metadata(), message + "metadata");
        assertEquals(expected.time(), actual.time(), message + "time");
    }

    /** Fails unless the snapshot is this one. */
    public static void snapshot(SerializedSnapshot expected, SerializedSnapshot actual, String message) {
        assertEquals(expected.stream(), actual.stream(), message + "stream");
        assertEquals(expected.version(), actual.version(), message + "version");
        assertEquals(expected.type(), actual.type(), message + "type name");
        assertEquals(expected.revision(), actual.revision(), message + "revision");
        payload(expected.payload(), actual.payload(), message);
        assertEquals(expected.metadata(), actual.metadata(), message + "metadata");
        assertEquals(expected.time(), actual.time(), message + "time");
    }

    /** Fails unless the payload says the same. Long contents are not printed, only where they differ. */
    public static void payload(Payload<?> expected, Payload<?> actual, String message) {
        if (expected.equals(actual)) {
            return;
        }
        assertEquals(expected.representation(), actual.representation(), message + "representation of the payload");
        Payload<?> wanted = normalised(expected);
        Payload<?> found = normalised(actual);
        if (!wanted.equals(found)) {
            fail(message + "payload" + difference(wanted.value(), found.value()));
        }
    }

    /** The payload, in JSON written in one way; any other, and what is not JSON, as it is. */
    static Payload<?> normalised(Payload<?> payload) {
        if (!payload.representation().equals(Representation.JSON)) {
            return payload;
        }
        return JsonTokens.normalised(payload.in(Representation.JSON))
                .<Payload<?>>map(Payload::json)
                .orElse(payload);
    }

    private static String difference(Object expected, Object actual) {
        if (!(expected instanceof String wanted) || !(actual instanceof String found)) {
            return " ==> expected: <" + expected + "> but was: <" + actual + "> or other ones";
        }
        int at = 0;
        while (at < Math.min(wanted.length(), found.length()) && wanted.charAt(at) == found.charAt(at)) {
            at++;
        }
        return ", from character " + at + " ==> expected: <" + excerpt(wanted, at) + "> but was: <" + excerpt(found, at)
                + ">";
    }

    private static String excerpt(String text, int from) {
        return text.length() - from > 60 ? text.substring(from, from + 60) + "…" : text.substring(from);
    }
}
