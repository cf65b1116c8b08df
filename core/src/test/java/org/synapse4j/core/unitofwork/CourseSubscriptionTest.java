package org.synapse4j.core.unitofwork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.EventQuery.tagged;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.core.aggregate.Decider;
import org.synapse4j.inmemory.InMemoryStorage;

/**
 * The example of dcb.events: students subscribe to courses. A course has so many seats, a student so many courses, and both rules hold for one
 * event, which is of neither's stream alone.
 */
class CourseSubscriptionTest {
    private static final int MOST_COURSES = 3;

    sealed interface Event permits Defined, CapacityChanged, Subscribed {
        String course();

        default Set<Tag> tags() {
            return Set.of(Tag.of("course:" + course()));
        }
    }

    @EventType(name = "CourseDefined")
    record Defined(String course, int capacity) implements Event {}

    @EventType(name = "CourseCapacityChanged")
    record CapacityChanged(String course, int capacity) implements Event {}

    @EventType(name = "StudentSubscribed")
    record Subscribed(String course, String student) implements Event {
        @Override
        public Set<Tag> tags() {
            return Set.of(Tag.of("course:" + course), Tag.of("student:" + student));
        }
    }

    sealed interface Command permits Define, ChangeCapacity, Subscribe {
        String course();
    }

    record Define(String course, int capacity) implements Command {}

    record ChangeCapacity(String course, int capacity) implements Command {}

    record Subscribe(String course, String student) implements Command {}

    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    /** What the events that a command depends on say: seats of courses, and who is in which. */
    record Courses(Map<String, Integer> capacities, Set<Subscribed> subscriptions) {
        Courses withCapacity(String course, int capacity) {
            Map<String, Integer> more = new HashMap<>(capacities);
            more.put(course, capacity);
            return new Courses(Map.copyOf(more), subscriptions);
        }

        Courses with(Subscribed event) {
            Set<Subscribed> more = new HashSet<>(subscriptions);
            more.add(event);
            return new Courses(capacities, Set.copyOf(more));
        }

        int capacity(String course) {
            Integer capacity = capacities.get(course);
            if (capacity == null) {
                throw new Refused("there is no such course");
            }
            return capacity;
        }

        List<Event> subscribe(Subscribe command) {
            Subscribed wanted = new Subscribed(command.course(), command.student());
            if (subscriptions.contains(wanted)) {
                throw new Refused("subscribed already");
            }
            long students = subscriptions.stream()
                    .filter(one -> one.course().equals(command.course()))
                    .count();
            if (students >= capacity(command.course())) {
                throw new Refused("the course is full");
            }
            long courses = subscriptions.stream()
                    .filter(one -> one.student().equals(command.student()))
                    .count();
            if (courses >= MOST_COURSES) {
                throw new Refused("the student has enough courses");
            }
            return List.of(wanted);
        }
    }

    private static final Decider<Command, Courses, Event> DECIDER = Decider.of(
                    Command.class, Event.class, new Courses(Map.of(), Set.of()))
            .decide(Define.class, (define, courses) -> {
                if (courses.capacities().containsKey(define.course())) {
                    throw new Refused("there is such a course");
                }
                return List.of(new Defined(define.course(), define.capacity()));
            })
            .decide(
                    ChangeCapacity.class,
                    (change, courses) -> courses.capacity(change.course()) == change.capacity()
                            ? List.of()
                            : List.of(new CapacityChanged(change.course(), change.capacity())))
            .decide(Subscribe.class, (subscribe, courses) -> courses.subscribe(subscribe))
            .evolve(Defined.class, (courses, event) -> courses.withCapacity(event.course(), event.capacity()))
            .evolve(CapacityChanged.class, (courses, event) -> courses.withCapacity(event.course(), event.capacity()))
            .evolve(Subscribed.class, Courses::with)
            .build();

    private static EventQuery query(Command command) {
        EventQuery ofCourse = tagged("course:" + command.course());
        return command instanceof Subscribe subscribe
                ? ofCourse.or(tagged("student:" + subscribe.student()))
                : ofCourse;
    }

    private static final Boundary<Command, Courses, Event> COURSES = Boundary.of(
            DECIDER, CourseSubscriptionTest::query, event -> StreamId.of("course", event.course()), Event::tags);

    private final EventStore store =
            EventStore.builder(EventTypes.of(Event.class)).on(new InMemoryStorage());
    private final UnitsOfWork units = UnitsOfWork.on(store)
            .retry(Retry.standard().attempts(1_000).within(Duration.ofMinutes(5)))
            .build();

    @AfterEach
    void close() {
        store.close();
    }

    private Worked<Courses> handle(Command command) {
        return units.run(work -> COURSES.handle(work, command));
    }

    private String refused(Command command) {
        return String.valueOf(assertThrows(Refused.class, () -> handle(command)).getMessage());
    }

    @Test
    @DisplayName(
            "a student subscribes to a course that is there, once, while it has a seat, and the student not too many courses")
    void rules() {
        assertEquals("there is no such course", refused(new Subscribe("c1", "s1")));
        handle(new Define("c1", 1));
        assertEquals("there is such a course", refused(new Define("c1", 2)));
        handle(new Subscribe("c1", "s1"));
        assertEquals("subscribed already", refused(new Subscribe("c1", "s1")));
        assertEquals("the course is full", refused(new Subscribe("c1", "s2")));
        handle(new ChangeCapacity("c1", 2));
        assertTrue(handle(new ChangeCapacity("c1", 2)).result().isEmpty());
        assertEquals(
                2, handle(new Subscribe("c1", "s2")).value().subscriptions().size());
        for (String course : List.of("c2", "c3", "c4")) {
            handle(new Define(course, 9));
        }
        handle(new Subscribe("c2", "s1"));
        handle(new Subscribe("c3", "s1"));
        assertEquals("the student has enough courses", refused(new Subscribe("c4", "s1")));
        handle(new Subscribe("c4", "s2"));
    }

    @Test
    @DisplayName(
            "of many who want the last seats at once, as many get one as there are; the others are refused by the rule, not by a conflict")
    void lastSeats() throws Exception {
        handle(new Define("c1", 3));
        AtomicInteger subscribed = new AtomicInteger();
        List<String> refusals = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String student = "s" + i;
            Thread thread = new Thread(() -> {
                try {
                    handle(new Subscribe("c1", student));
                    subscribed.incrementAndGet();
                } catch (Refused e) {
                    refusals.add(e.getMessage());
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(3, subscribed.get());
        assertEquals(Collections.nCopies(9, "the course is full"), refusals);
    }

    @Test
    @DisplayName("what other courses and students do is in nobody's way")
    void independent() {
        handle(new Define("c1", 3));
        handle(new Define("c2", 3));
        AtomicInteger runs = new AtomicInteger();
        Worked<Courses> worked = units.run(work -> {
            Courses state = COURSES.handle(work, new Subscribe("c1", "s1"));
            if (runs.incrementAndGet() == 1) {
                handle(new Subscribe("c2", "s2"));
            }
            return state;
        });
        assertEquals(1, worked.attempts());
        assertEquals(
                2,
                units.run(work -> {
                            Courses state = COURSES.handle(work, new Subscribe("c2", "s1"));
                            if (runs.incrementAndGet() == 2) {
                                handle(new Subscribe("c1", "s3"));
                                handle(new Subscribe("c2", "s3"));
                            }
                            return state;
                        })
                        .attempts());
    }

    @Test
    @DisplayName("two commands of one unit of work see each other, and are stored together or not at all")
    void together() {
        handle(new Define("c1", 1));
        assertThrows(
                Refused.class,
                () -> units.run(work -> {
                    COURSES.handle(work, new Subscribe("c1", "s1"));
                    return COURSES.handle(work, new Subscribe("c1", "s2"));
                }));
        assertEquals(1, store.head(StreamId.of("course", "c1")).version().value());
        units.run(work -> {
            COURSES.handle(work, new Define("c2", 1));
            return COURSES.handle(work, new Subscribe("c2", "s1"));
        });
        assertEquals(2, store.head(StreamId.of("course", "c2")).version().value());
    }
}
