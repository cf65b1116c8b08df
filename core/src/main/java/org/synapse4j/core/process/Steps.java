package org.synapse4j.core.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Commit;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.Tag;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.core.command.Command;
import org.synapse4j.core.command.CommandId;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.process.Instances.Found;

/** Has an instance do a step: decides, stores, then sends, in this order, so that what was sent is stored whatever happens in between. */
final class Steps<S> {
    private final EventStore store;
    private final Instances<S> instances;
    private final Timers timers;
    private final CommandSender sender;

    Steps(EventStore store, Instances<S> instances, Timers timers, CommandSender sender) {
        this.store = store;
        this.instances = instances;
        this.timers = timers;
        this.sender = sender;
    }

    /**
     * Decides, stores and sends.
     *
     * @param step with what the instance has before
     * @param found which instances the tags of this one find, where that is to be stored with it
     * @throws Overtaken if others have stored something first; nothing is stored
     */
    void take(
            Instance<S> instance,
            StoredEvent input,
            Step step,
            BiFunction<S, Step, @Nullable S> reaction,
            Map<Tag, Found> found)
            throws Exception {
        @Nullable S state;
        try {
            state = reaction.apply(instance.state(), step);
        } finally {
            step.close();
        }
        if (state == null) {
            throw new MisuseException("A function of " + instance.stream() + " returned no state for " + input);
        }
        Map<Tag, Found> all = new LinkedHashMap<>(found);
        for (Tag tag : step.correlations()) {
            if (!instance.correlations().contains(tag) && !all.containsKey(tag)) {
                instances.with(tag, instance.stream().id()).ifPresent(more -> all.put(tag, more));
            }
        }
        List<NewEvent> commands = instances.commands(instance, input, step);
        Commit commit = instances.commit(instance, input, step, state, commands, all);
        AppendResult result;
        try {
            result = store.append(commit);
        } catch (VersionConflictException conflict) {
            throw new Overtaken(conflict);
        }
        timers.tell(instance.stream(), result.version(instance.stream()), step.timers());
        for (NewEvent command : commands) {
            send(command.id().orElseThrow(), command.payload(), command.metadata());
        }
    }

    /** Sends what an input led to, since nobody knows whether all of it was sent. */
    void sendAgain(List<StoredEvent> commands) throws Exception {
        for (StoredEvent command : commands) {
            send(command.id(), command.payload(), command.metadata());
        }
    }

    private void send(EventId id, Object payload, Map<String, String> metadata) throws Exception {
        sender.send(Command.once(CommandId.of(id.toString()), payload).and(metadata));
    }
}
