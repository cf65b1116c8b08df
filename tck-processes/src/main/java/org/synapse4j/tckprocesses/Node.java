package org.synapse4j.tckprocesses;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.core.command.Command;
import org.synapse4j.core.process.CommandSender;
import org.synapse4j.core.process.ProcessHandler;
import org.synapse4j.core.process.ProcessType;

/** One process of the operating system that runs a type, step by step, with a checkpoint of its own. */
final class Node<S> {
    private final EventStore store;
    private final ProcessHandler<S> handler;
    private final List<Command<?>> sent = Collections.synchronizedList(new ArrayList<>());
    private Position passed = Position.START;

    Node(ProcessType<S> type, EventStore store, CommandSender sender) {
        this.store = store;
        this.handler = ProcessHandler.of(type, store, command -> {
            sender.send(command);
            sent.add(command);
        });
    }

    /** Handles what happened since it last did. */
    void work() throws Exception {
        try (EventStream feed = store.feed(FeedRead.forwards().after(passed).matching(handler.query()))) {
            while (feed.hasNext()) {
                StoredEvent event = feed.next();
                handler.handle(event);
                passed = event.position();
            }
        }
    }

    /** Handles all that is after this position, again. */
    void workFrom(Position position) throws Exception {
        passed = position;
        work();
    }

    /** Handles one event. */
    void handle(Position position) throws Exception {
        try (EventStream feed = store.feed(FeedRead.forwards().at(position))) {
            handler.handle(feed.next());
        }
    }

    /** Fires what is due of the timers that it knows. */
    void fire(Instant now) {
        handler.fire(now);
    }

    /** Learns which timers there are. */
    void readTimers() {
        handler.readTimers();
    }

    /** What it sent, in order. */
    List<Object> sent() {
        return sent.stream()
                .map(Command::payload)
                .<Object>map(payload -> payload)
                .toList();
    }

    /** The same with ids. */
    List<Command<?>> commands() {
        return List.copyOf(sent);
    }
}
