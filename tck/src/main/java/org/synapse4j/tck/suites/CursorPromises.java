package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.tck.kit.Subject;

/** The promises of every cursor, of streams, feed, listing and snapshots alike. */
final class CursorPromises {
    private CursorPromises() {}

    /** All of it, for reads that deliver at least two. */
    static <T> void assertKept(Supplier<Cursor<T>> read) {
        List<T> all = Subject.drain(read.get());
        assertAskingChangesNothing(read.get(), all);
        assertEnds(read.get());
        assertClosesAgain(read);
        assertClosedRefuses(read);
        assertMayStopEarly(read, all);
    }

    static <T> void assertAskingChangesNothing(Cursor<T> cursor, List<T> all) {
        List<T> seen = new ArrayList<>();
        try (cursor) {
            while (cursor.hasNext()) {
                assertTrue(cursor.hasNext(), "hasNext() said yes, then no, without a next() between");
                seen.add(cursor.next());
            }
            assertFalse(cursor.hasNext(), "hasNext() said no, then yes");
        }
        assertEquals(all, seen, "Asking hasNext() again changed what is delivered");
    }

    static <T> void assertEnds(Cursor<T> cursor) {
        try (cursor) {
            cursor.forEachRemaining(event -> {});
            for (int i = 0; i < 2; i++) {
                assertThrows(NoSuchElementException.class, cursor::next, "next() at the end");
                assertFalse(cursor.hasNext(), "hasNext() after the end");
            }
        }
    }

    static <T> void assertClosesAgain(Supplier<Cursor<T>> read) {
        Cursor<T> unread = read.get();
        Cursor<T> begun = read.get();
        begun.next();
        Cursor<T> ended = read.get();
        ended.forEachRemaining(event -> {});
        for (Cursor<T> cursor : List.of(unread, begun, ended)) {
            assertDoesNotThrow(cursor::close, "close()");
            assertDoesNotThrow(cursor::close, "close() again");
        }
    }

    static <T> void assertClosedRefuses(Supplier<Cursor<T>> read) {
        Cursor<T> unread = read.get();
        Cursor<T> begun = read.get();
        begun.next();
        assertTrue(begun.hasNext(), "hasNext() after the first of several");
        Cursor<T> ended = read.get();
        ended.forEachRemaining(event -> {});
        for (Cursor<T> cursor : List.of(unread, begun, ended)) {
            cursor.close();
            assertThrows(ClosedException.class, cursor::hasNext, "hasNext() of a closed cursor");
            assertThrows(ClosedException.class, cursor::next, "next() of a closed cursor");
        }
    }

    static <T> void assertMayStopEarly(Supplier<Cursor<T>> read, List<T> all) {
        for (int taken = 0; taken < Math.min(3, all.size()); taken++) {
            try (Cursor<T> cursor = read.get()) {
                assertEquals(all.subList(0, taken), take(cursor, taken), "The beginning of a read");
            }
            assertEquals(all, Subject.drain(read.get()), "The same read after one that was closed early");
        }
    }

    /** The next ones, without a question whether there are any. */
    static <T> List<T> take(Cursor<T> cursor, int count) {
        List<T> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(assertDoesNotThrow(cursor::next, "next() of an open cursor that is not at its end"));
        }
        return taken;
    }
}
