package org.synapse4j.core.aggregate;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An order as a root with entities: lines, which have notes, and a parcel. */
final class Order {
    sealed interface Event permits Placed, LineAdded, Noted, Packed, Reminded, Cancelled, Failed, Restless {}

    record Placed(String customer) implements Event {}

    record LineAdded(String item) implements Event {}

    record Noted(String item, String text) implements Event {}

    record Packed() implements Event {}

    record Reminded() implements Event {}

    record Cancelled() implements Event {}

    record Failed() implements Event {}

    record Restless() implements Event {}

    static final EventHandlers<Line> LINES = EventHandlers.of(Line.class)
            .on(LineAdded.class, (line, event) -> line.order.seen.add(line.item + " saw " + event.item()))
            .members(
                    line -> line.notes,
                    EventHandlers.of(Note.class).on(Noted.class, Note::noted).build())
            .on(Noted.class, Line::noted)
            .build();

    static final EventHandlers<Order> HANDLERS = EventHandlers.of(Order.class)
            .on(Placed.class, (order, event) -> order.customer = event.customer())
            .on(LineAdded.class, Order::added)
            .on(Packed.class, (order, event) -> order.parcel = new Parcel(order))
            .on(Cancelled.class, (order, event) -> order.cancelled = true)
            .on(Failed.class, (order, event) -> {
                order.customer = "half changed";
                throw new IllegalStateException("broken");
            })
            .on(Restless.class, (order, event) -> order.events.apply(new Reminded()))
            .members(order -> order.lines.values(), LINES)
            .member(
                    order -> order.parcel,
                    EventHandlers.of(Parcel.class)
                            .on(Packed.class, (parcel, event) -> parcel.order.seen.add("parcel saw itself packed"))
                            .build())
            .ignores(Reminded.class)
            .build(Event.class);

    static final AggregateType<Order> TYPE =
            AggregateType.root("order", Order::new, HANDLERS).deletedWhen(order -> order.cancelled);

    final Recorder events;
    final Map<String, Line> lines = new LinkedHashMap<>();
    final List<String> seen = new ArrayList<>();
    String customer = "";
    boolean cancelled;

    @Nullable
    Parcel parcel;

    Order(Recorder events) {
        this.events = events;
    }

    void place(String who, String... items) {
        events.apply(new Placed(who));
        for (String item : items) {
            events.apply(new LineAdded(item));
        }
    }

    Line line(String item) {
        return Objects.requireNonNull(lines.get(item));
    }

    private void added(LineAdded event) {
        lines.put(event.item(), new Line(this, event.item()));
    }

    static final class Line {
        final Order order;
        final String item;
        final List<Note> notes = new ArrayList<>();

        Line(Order order, String item) {
            this.order = order;
            this.item = item;
        }

        void note(String text) {
            order.events.apply(new Noted(item, text));
        }

        private void noted(Noted event) {
            order.seen.add(item + " noted");
            notes.add(new Note(order));
        }
    }

    record Note(Order order) {
        void noted(Noted event) {
            order.seen.add("note: " + event.text());
        }
    }

    record Parcel(Order order) {}

    /** The same by annotated methods. */
    static final class Annotated {
        static final EventHandlers<Annotated> HANDLERS = EventHandlers.of(Annotated.class)
                .annotated(MethodHandles.lookup())
                .build();

        String customer = "";

        @OnEvent
        @SuppressWarnings("UnusedMethod") // found by its annotation
        private void on(Placed event) {
            customer = event.customer();
        }

        @OnEvent
        @SuppressWarnings("DoNotCallSuggester")
        void on(Failed event) {
            throw new IllegalArgumentException("broken");
        }
    }
}
