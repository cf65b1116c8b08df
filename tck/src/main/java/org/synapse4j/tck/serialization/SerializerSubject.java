package org.synapse4j.tck.serialization;

import java.util.List;
import org.synapse4j.api.serialization.Serializer;

/**
 * A serialiser, and objects that it must write and read. Thread-safe.
 *
 * @param serializer the serialiser
 * @param objects objects of several classes, each equal to a copy with the same contents and to nothing else; take those that
 *     your events are made of: empty ones, nested ones, long texts, numbers at their limits, times
 * @param secret a text that stands in every one of the objects, and that no message may show
 */
public record SerializerSubject(Serializer serializer, List<?> objects, String secret) {
    /** @throws IllegalArgumentException if there are fewer than two objects */
    public SerializerSubject {
        objects = List.copyOf(objects);
        if (objects.size() < 2 || secret.isBlank()) {
            throw new IllegalArgumentException("The rules need two objects at least, and a secret");
        }
    }
}
