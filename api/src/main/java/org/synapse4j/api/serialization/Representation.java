package org.synapse4j.api.serialization;

import java.util.Objects;
import org.synapse4j.api.internal.Require;

/**
 * A form that a payload can take. A storage keeps any representation whose value is a {@link String} or {@link Bytes}, and
 * gives it back under the same name. Others, such as trees, are only passed through on the way. Immutable.
 *
 * @param name its name, as stored beside the payload
 * @param type the class of its values; they are immutable, or trees that nobody changes but the upcaster they were made for
 * @param <V> the class of its values
 */
public record Representation<V>(String name, Class<V> type) {
    /** JSON text (RFC 8259). */
    public static final Representation<String> JSON = text("json");

    /** XML text. */
    public static final Representation<String> XML = text("xml");

    /** JSON text in UTF-8. */
    public static final Representation<Bytes> JSON_BYTES = binary("json-utf8");

    /** XML text in UTF-8, whatever an XML declaration in it says. */
    public static final Representation<Bytes> XML_BYTES = binary("xml-utf8");

    /**
     * The bytes of one BSON document that says a JSON object: doubles, strings, documents, arrays, booleans, null, int32, int64
     * and decimal128, nothing else. MongoDB's native form of a JSON payload, which a serialiser may read instead of the text.
     */
    public static final Representation<Bytes> BSON_BYTES = binary("bson-bytes");

    /** Bytes that only their serialiser understands. */
    public static final Representation<Bytes> BYTES = binary("bytes");

    public Representation {
        Require.name("representation", name, Require.NAME_BYTES);
        Objects.requireNonNull(type, "type");
    }

    /** A representation in text. */
    public static Representation<String> text(String name) {
        return new Representation<>(name, String.class);
    }

    /** A representation in bytes. */
    public static Representation<Bytes> binary(String name) {
        return new Representation<>(name, Bytes.class);
    }

    /** Whether its values are text or bytes, which every storage keeps. */
    public boolean storable() {
        return type == String.class || type == Bytes.class;
    }

    @Override
    public String toString() {
        return name;
    }
}
