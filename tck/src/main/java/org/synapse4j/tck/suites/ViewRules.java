package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.synapse4j.api.Position;
import org.synapse4j.api.Revision;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewChange;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Compare;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Subject;

/** The rules VIEW: views that projections make, each with the position that it has seen. */
public final class ViewRules {
    private static final ViewName TOTALS = new ViewName("totals", 1);

    /** Likely cause: tombstones are not stored, or not found. */
    @Rule(
            id = "VIEW-1",
            says = "A view that was never written is absent; one that was is there as it was given, a tombstone too.",
            needs = Capability.VIEWS)
    public void asWritten(Subject store) {
        assertEquals(Map.of(), store.views().find(TOTALS, Set.of("a", "b")), "Views that were never written");
        assertEquals(List.of(), store.views().page(TOTALS, "", 10), "The views of a name that was never written");
        View<OpaqueEvent> first = view("a", 7, 0, 1);
        View<OpaqueEvent> gone = tombstone("b", 8);
        write(store, List.of(absent(first), absent(gone)));
        assertStored(store, first, "A view that was written");
        assertStored(store, gone, "A tombstone that was written");
        assertEquals(
                Map.of("a", first, "b", gone),
                store.views().find(TOTALS, Set.of("a", "b", "c")),
                "Views that are there among others that are not");
        assertEquals(Map.of(), store.views().find(TOTALS, Set.of()), "No views");
        View<OpaqueEvent> next = view("a", 9, 0, 2);
        View<OpaqueEvent> again = view("b", 10, 0, 3);
        write(store, List.of(seen(first, next), seen(gone, again)));
        assertStored(store, next, "A view that was written over another");
        assertStored(store, again, "A view that was written over a tombstone");
    }

    /** Likely cause: position and edition are not both compared, a document is made where none was seen, or one refusal ends the whole write. */
    @Rule(
            id = "VIEW-2",
            says =
                    "A change is stored if the view is at the position and edition that were seen, or absent as was seen; else nothing changes of"
                            + " it, and its key is answered.",
            needs = Capability.VIEWS)
    public void asSeen(Subject store) {
        View<OpaqueEvent> first = view("a", 7, 2, 1);
        assertRefused(store, seen(first, view("a", 9, 0, 2)), "an absent view");
        assertEquals(Map.of(), store.views().find(TOTALS, Set.of("a")), "A view that was seen and is absent");
        write(store, List.of(absent(first)));
        assertRefused(store, absent(view("a", 9, 0, 2)), "a view that was seen as absent");
        assertStored(store, first, "A view that was seen as absent");
        assertRefused(store, seen(view("a", 6, 2, 1), view("a", 9, 0, 2)), "a view at another position");
        assertRefused(store, seen(view("a", 8, 2, 1), view("a", 9, 0, 2)), "a view at another position");
        assertRefused(store, seen(view("a", 7, 1, 1), view("a", 9, 0, 2)), "a view of another edition");
        assertRefused(store, seen(view("a", 7, 3, 1), view("a", 9, 0, 2)), "a view of another edition");
        assertStored(store, first, "A view that was seen elsewhere");
        View<OpaqueEvent> sameEvents = view("a", 7, 3, 5);
        View<OpaqueEvent> other = view("b", 3, 0, 1);
        View<OpaqueEvent> another = view("d", 3, 0, 1);
        assertEquals(
                Set.of("c"),
                store.views()
                        .write(
                                TOTALS,
                                List.of(
                                        absent(other),
                                        seen(view("c", 1, 0, 1), view("c", 3, 0, 2)),
                                        seen(first, sameEvents),
                                        absent(another))),
                "The keys of changes that were refused beside others");
        assertStored(store, sameEvents, "A view of a higher edition");
        assertStored(store, other, "A view beside a change that was refused");
        assertStored(store, another, "A view beside a change that was refused");
    }

    /** Likely cause: what finds itself stored is taken for a change that lost. */
    @Rule(
            id = "VIEW-3",
            says =
                    "A change that is made again is answered as before, and changes nothing; one that something followed is refused.",
            needs = Capability.VIEWS)
    public void again(Subject store) {
        View<OpaqueEvent> first = view("a", 7, 0, 1);
        View<OpaqueEvent> next = view("a", 9, 0, 2);
        for (int i = 0; i < 2; i++) {
            write(store, List.of(absent(first)));
            assertStored(store, first, "A view that was written again");
        }
        for (int i = 0; i < 2; i++) {
            write(store, List.of(seen(first, next), absent(view("b", i + 1, 0, 1), i)));
            assertStored(store, next, "A view that was changed again");
        }
        assertRefused(store, absent(first), "a view that went on");
        write(store, List.of(seen(next, tombstone("a", 11))));
        assertRefused(store, seen(first, next), "a view that was deleted since");
        assertStored(store, tombstone("a", 11), "A tombstone to which older changes were made again");
    }

    /** Likely cause: keys are compared by a collation, trimmed, cut or normalised; versions of a view share a place. */
    @Rule(
            id = "VIEW-4",
            says = "Views whose name, version or key differ in anything are different ones.",
            needs = Capability.VIEWS)
    public void names(Subject store) {
        List<ViewName> names = List.of(
                TOTALS,
                new ViewName("totals", 2),
                new ViewName("totals", 11),
                new ViewName("Totals_", 1),
                new ViewName("totals_v1", 1),
                new ViewName("x".repeat(64), Integer.MAX_VALUE));
        List<String> keys = List.of(
                "a",
                "A",
                "a ",
                " a",
                "a.b",
                "$a",
                "a/b",
                "a\nb",
                "caf\u00e9",
                "cafe\u0301",
                "\ud83d\uded2",
                "1",
                "01",
                "null",
                "{}",
                "x".repeat(View.KEY_BYTES),
                "x".repeat(View.KEY_BYTES - 1) + "y");
        for (ViewName name : names) {
            List<ViewChange<OpaqueEvent>> changes = new ArrayList<>();
            for (String key : keys) {
                changes.add(absent(view(key, 1 + keys.indexOf(key), names.indexOf(name), 1)));
            }
            assertEquals(Set.of(), store.views().write(name, changes), "Changes that were refused of " + name);
        }
        for (ViewName name : names) {
            for (String key : keys) {
                assertEquals(
                        Map.of(key, view(key, 1 + keys.indexOf(key), names.indexOf(name), 1)),
                        store.views().find(name, Set.of(key)),
                        "The view '" + key + "' of " + name);
            }
        }
    }

    /** Likely cause: what DATA says of payloads; numbers are kept in 32 bits or in a floating-point number. */
    @Rule(
            id = "VIEW-5",
            says =
                    "A view keeps any state that an event may be, in any representation, and any position and edition, up to the highest.",
            needs = Capability.VIEWS)
    public void states(Subject store) {
        List<Payload<?>> payloads = new ArrayList<>(DataSamples.payloads());
        payloads.add(Payload.json(DataSamples.jsonText(1_000_000)));
        List<ViewChange<OpaqueEvent>> changes = new ArrayList<>();
        for (Payload<?> payload : payloads) {
            changes.add(absent(new View<>(
                    "of payload " + changes.size(),
                    Position.of(1),
                    0,
                    Optional.of(
                            new OpaqueEvent(new Schema(TypeName.of("\u00e9 $x.y"), Revision.of("2.b")), payload)))));
        }
        for (long number : List.of((1L << 32) + 1, (1L << 53) + 1, 123_456_789_012_345_679L, Long.MAX_VALUE)) {
            changes.add(absent(view("of number " + number, number, number, 1)));
        }
        assertEquals(Set.of(), store.views().write(TOTALS, changes), "Changes that were refused");
        for (ViewChange<OpaqueEvent> change : changes) {
            assertStored(store, change.next(), "A view of any state");
        }
        long most = store.storage().limits().snapshotSize();
        if (most < Integer.MAX_VALUE / 2) {
            OpaqueEvent large = new OpaqueEvent(
                    new Schema(TypeName.of("Total"), Revision.FIRST),
                    Payload.json(DataSamples.jsonText((int) most + 100)));
            assertThrows(
                    TooLargeException.class,
                    () -> store.views()
                            .write(
                                    TOTALS,
                                    List.of(
                                            absent(view("small", 1, 0, 1)),
                                            absent(new View<>("large", Position.of(1), 0, Optional.of(large))))),
                    "A view beyond the limit is not refused so");
            assertEquals(
                    Map.of(),
                    store.views().find(TOTALS, Set.of("small", "large")),
                    "Views beside one that is too large");
        }
        assertThrows(
                InvalidValueException.class,
                () -> store.views().write(TOTALS, List.of(absent(view("x", 1, 0, 1)), absent(view("x", 2, 0, 1)))),
                "Two changes of one key are not refused so");
    }

    /** Likely cause: pages are cut by number, without an order. */
    @Rule(
            id = "VIEW-6",
            says =
                    "Pages, each after the last key of the one before, have every view once, in the same order each time.",
            needs = Capability.VIEWS)
    public void pages(Subject store) {
        List<ViewChange<OpaqueEvent>> changes = new ArrayList<>();
        Set<String> keys = new TreeSet<>();
        for (int i = 0; i < 25; i++) {
            String key = (i % 2 == 0 ? "a" : "B") + (i * 7 % 25) + (i == 3 ? "\ud83d\uded2" : "");
            keys.add(key);
            changes.add(absent(i % 5 == 0 ? tombstone(key, i + 1) : view(key, i + 1, 0, i)));
        }
        write(store, changes);
        List<View<OpaqueEvent>> all = store.views().page(TOTALS, "", 100);
        assertEquals(keys, keys(all), "The keys of all views");
        assertEquals(25, all.size(), "How many views there are");
        List<View<OpaqueEvent>> paged = new ArrayList<>();
        String after = "";
        for (List<View<OpaqueEvent>> page = store.views().page(TOTALS, after, 7); !page.isEmpty(); ) {
            assertTrue(page.size() == 7 || paged.size() + page.size() == 25, "A page is short that is not the last");
            paged.addAll(page);
            after = page.get(page.size() - 1).key();
            page = store.views().page(TOTALS, after, 7);
        }
        assertEquals(all, paged, "The views page by page");
        String absent = all.get(10).key() + " ";
        assertEquals(
                all.subList(11, 14), store.views().page(TOTALS, absent, 3), "The views after a key that is absent");
    }

    /** Likely cause: pruning looks at positions only, or at tombstones only; versions share a place. */
    @Rule(
            id = "VIEW-7",
            says =
                    "Pruning removes the tombstones up to a position and nothing else; dropping removes one version of a view, which may be"
                            + " written anew.",
            needs = Capability.VIEWS)
    public void removals(Subject store) {
        ViewName other = new ViewName("totals", 2);
        store.views().drop(TOTALS);
        store.views().prune(TOTALS, Position.of(10));
        write(
                store,
                List.of(
                        absent(view("a", 3, 0, 1)),
                        absent(tombstone("b", 4)),
                        absent(tombstone("c", 5)),
                        absent(tombstone("d", 6))));
        assertEquals(
                Set.of(), store.views().write(other, List.of(absent(tombstone("b", 4)))), "Changes that were refused");
        store.views().prune(TOTALS, Position.of(5));
        assertEquals(Set.of("a", "d"), keys(store.views().page(TOTALS, "", 10)), "Views after pruning up to 5");
        assertEquals(Set.of("b"), keys(store.views().page(other, "", 10)), "Views of another version after pruning");
        store.views().drop(TOTALS);
        assertEquals(List.of(), store.views().page(TOTALS, "", 10), "Views that were dropped");
        assertEquals(Set.of("b"), keys(store.views().page(other, "", 10)), "Views of another version after dropping");
        assertRefused(store, seen(view("a", 3, 0, 1), view("a", 4, 0, 2)), "a view that was dropped");
        write(store, List.of(absent(view("a", 1, 0, 9))));
        assertStored(store, view("a", 1, 0, 9), "A view that was written anew");
    }

    /** Likely cause: comparing and storing are two steps. */
    @Rule(
            id = "VIEW-8",
            says = "Of several who change the same view as it was seen, each time exactly one does.",
            races = true,
            needs = Capability.VIEWS)
    public void oneChanges(Subject store) {
        int rounds = 30;
        List<Integer> won = store.patience().together(4, thread -> {
            int mine = 0;
            while (true) {
                Optional<View<OpaqueEvent>> seen = Optional.ofNullable(
                        store.views().find(TOTALS, Set.of("a")).get("a"));
                long next = seen.map(view -> view.position().value()).orElse(0L) + 1;
                if (next > rounds) {
                    return mine;
                }
                View<OpaqueEvent> view = view("a", next, 0, 1000 * thread + mine);
                if (store.views()
                        .write(TOTALS, List.of(new ViewChange<>(seen, view)))
                        .isEmpty()) {
                    mine++;
                }
            }
        });
        assertEquals(
                rounds,
                won.stream().mapToInt(Integer::intValue).sum(),
                "Changes that were answered as done, against positions");
    }

    private static View<OpaqueEvent> view(String key, long position, long edition, int total) {
        return new View<>(
                key,
                Position.of(position),
                edition,
                Optional.of(new OpaqueEvent(
                        new Schema(TypeName.of("Total"), Revision.FIRST), Payload.json("{\"total\":" + total + "}"))));
    }

    private static View<OpaqueEvent> tombstone(String key, long position) {
        return new View<>(key, Position.of(position), 0, Optional.empty());
    }

    private static ViewChange<OpaqueEvent> absent(View<OpaqueEvent> next) {
        return new ViewChange<>(Optional.empty(), next);
    }

    /** A change that is another one in each round. */
    private static ViewChange<OpaqueEvent> absent(View<OpaqueEvent> next, int round) {
        return absent(new View<>(next.key() + round, next.position(), next.edition(), next.state()));
    }

    private static ViewChange<OpaqueEvent> seen(View<OpaqueEvent> seen, View<OpaqueEvent> next) {
        return new ViewChange<>(Optional.of(seen), next);
    }

    private static void write(Subject store, List<ViewChange<OpaqueEvent>> changes) {
        assertEquals(
                Set.of(), store.views().write(TOTALS, changes), "Changes of views as they were seen that are refused");
    }

    private static void assertRefused(Subject store, ViewChange<OpaqueEvent> change, String what) {
        assertEquals(
                Set.of(change.key()),
                store.views().write(TOTALS, List.of(change)),
                "The keys that are answered for a change of " + what);
    }

    private static void assertStored(Subject store, View<OpaqueEvent> view, String what) {
        Map<String, View<OpaqueEvent>> found = store.views().find(TOTALS, Set.of(view.key()));
        View<OpaqueEvent> stored = found.get(view.key());
        if (stored == null || stored.state().isEmpty() || view.state().isEmpty() || !stored.isAt(view)) {
            assertEquals(Map.of(view.key(), view), found, what);
            return;
        }
        OpaqueEvent state = view.state().get();
        assertEquals(state.schema(), stored.state().get().schema(), what + ": schema");
        Compare.payload(state.payload(), stored.state().get().payload(), what + ": ");
    }

    private static Set<String> keys(List<View<OpaqueEvent>> views) {
        Set<String> keys = new TreeSet<>();
        views.forEach(view -> keys.add(view.key()));
        return keys;
    }
}
