package org.synapse4j.subscriptions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.synapse4j.api.Position;
import org.synapse4j.api.spi.StoredLease;

/**
 * The parked keys of a partition, as they stand among the notes of its lease, so that they move with the checkpoint in one write (ADR 31): the name of a note
 * is {@code parked} and the key, its text {@code first waiting attempts since error}, and {@code again} where the key is to be tried again. Immutable.
 */
final class ParkedKeys {
    /** How many characters the records may have together; one has at most three bytes. */
    private static final int MOST_LENGTH = StoredLease.NOTES_BYTES / 4;

    private static final String AGAIN = " again";

    private final Map<String, String> notes;

    private ParkedKeys(Map<String, String> notes) {
        this.notes = notes;
    }

    static ParkedKeys of(Map<String, String> notes) {
        return new ParkedKeys(Notes.parked(notes, key -> true));
    }

    boolean isEmpty() {
        return notes.isEmpty();
    }

    int size() {
        return notes.size();
    }

    boolean contains(String key) {
        return notes.containsKey(Notes.PARKED + key);
    }

    /** Whether this key is to be tried again. */
    boolean isToBeTried(String key) {
        return notes.getOrDefault(Notes.PARKED + key, "").endsWith(AGAIN);
    }

    Optional<ParkedKey> get(int partition, String key) {
        return Optional.ofNullable(notes.get(Notes.PARKED + key)).map(text -> parse(partition, key, text));
    }

    List<ParkedKey> list(int partition) {
        List<ParkedKey> keys = new ArrayList<>();
        notes.forEach((name, text) -> keys.add(parse(partition, name.substring(Notes.PARKED.length()), text)));
        return keys;
    }

    /** Those that are to be tried again. */
    List<ParkedKey> toBeTried(int partition) {
        return list(partition).stream()
                .filter(parked -> isToBeTried(parked.key()))
                .toList();
    }

    /** Whether as many keys or events are parked as may be. */
    boolean isFull(FailurePolicy.Park most, String key) {
        long waiting = notes.values().stream().mapToLong(ParkedKeys::waiting).sum();
        return waiting >= most.events() || (!contains(key) && (notes.size() >= most.keys() || length() >= MOST_LENGTH));
    }

    private long length() {
        return notes.entrySet().stream()
                .mapToLong(
                        note -> note.getKey().length() + (long) note.getValue().length())
                .sum();
    }

    /** These notes of a lease with this key as it is now, to be tried again or not. */
    static Map<String, String> with(Map<String, String> notes, ParkedKey parked, String again) {
        String text = String.join(
                " ",
                parked.first().toString(),
                Long.toString(parked.waiting()),
                Integer.toString(parked.attempts()),
                parked.since().toString(),
                parked.error());
        return Notes.with(notes, Notes.PARKED + parked.key(), text + again);
    }

    /** How a key is noted that is to be tried again. */
    static String again() {
        return AGAIN;
    }

    /** These notes of a lease without this key. */
    static Map<String, String> without(Map<String, String> notes, String key) {
        return Notes.without(notes, Notes.PARKED + key);
    }

    /** These notes of a lease without the keys whose events come again after this position. */
    static Map<String, String> rewound(Map<String, String> notes, Position position) {
        Map<String, String> fewer = new LinkedHashMap<>(notes);
        of(notes).list(0).stream()
                .filter(parked -> parked.first().compareTo(position) > 0)
                .forEach(parked -> fewer.remove(Notes.PARKED + parked.key()));
        return fewer;
    }

    private static long waiting(String text) {
        int from = text.indexOf(' ') + 1;
        return Long.parseLong(text, from, text.indexOf(' ', from), 10);
    }

    private static ParkedKey parse(int partition, String key, String text) {
        String[] parts = text.split(" ", -1);
        return new ParkedKey(
                partition,
                key,
                Position.of(Long.parseLong(parts[0])),
                Long.parseLong(parts[1]),
                Integer.parseInt(parts[2]),
                parts[4],
                Instant.parse(parts[3]));
    }
}
