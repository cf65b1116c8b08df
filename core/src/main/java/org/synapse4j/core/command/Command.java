package org.synapse4j.core.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A command and what is said about it. Immutable, as far as its payload is.
 *
 * @param id its id
 * @param once whether it is carried out once, however often it is sent: true where the caller gave the id
 * @param payload what is to be done
 * @param metadata what is said about it, which its events get, too
 * @param <C> the class of the payload
 */
public record Command<C>(CommandId id, boolean once, C payload, Map<String, String> metadata) {
    public Command {
        Objects.requireNonNull(id, "command id");
        Objects.requireNonNull(payload, "payload");
        metadata = metadata.isEmpty() ? Map.of() : copied(metadata);
    }

    private static Map<String, String> copied(Map<String, String> metadata) {
        Map<String, String> copy = new LinkedHashMap<>();
        metadata.forEach((key, value) ->
                copy.put(Objects.requireNonNull(key, "metadata key"), Objects.requireNonNull(value, "metadata value")));
        return Collections.unmodifiableMap(copy);
    }

    /** A command with a fresh id: sent twice, it is carried out twice. */
    public static <C> Command<C> of(C payload) {
        return new Command<>(CommandId.fresh(), false, payload, Map.of());
    }

    /** A command with the id of what it was asked by. Sent again, by another process too, it is not carried out again: see {@link CommandBus}. */
    public static <C> Command<C> once(CommandId id, C payload) {
        return new Command<>(id, true, payload, Map.of());
    }

    /** A payload as a command; a command as it is. */
    public static Command<?> from(Object given) {
        return given instanceof Command<?> command ? command : of(given);
    }

    /** The same command with these metadata beside its own, which give way where the keys are the same. */
    public Command<C> and(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.putAll(more);
        return new Command<>(id, once, payload, all);
    }

    /** The same command with this payload instead of its own. */
    public <D> Command<D> withPayload(D other) {
        return new Command<>(id, once, other, metadata);
    }

    @Override
    public String toString() {
        return payload.getClass().getName() + " " + id;
    }
}
