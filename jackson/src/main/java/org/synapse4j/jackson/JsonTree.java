package org.synapse4j.jackson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Converter;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Upcaster;

/**
 * JSON as a tree of Jackson's nodes: the form for upcasters of what was written as JSON or CBOR. Decimals keep their scale,
 * numbers of any size their digits, objects the order of their keys.
 *
 * <pre>{@code
 * JsonTree.change(Schema.of("ItemAdded", "1"), Schema.of("ItemAdded", "2"), item -> item.put("currency", "EUR"))
 * }</pre>
 */
public final class JsonTree {
    /** The tree, as upcasters ask for it. */
    public static final Representation<JsonNode> REPRESENTATION = new Representation<>("json-tree", JsonNode.class);

    private JsonTree() {}

    /**
     * An upcaster that changes a payload which is an object, when it is first asked for.
     *
     * @param change changes the object that it is given
     */
    public static Upcaster<JsonNode> change(Schema from, Schema to, Consumer<ObjectNode> change) {
        Objects.requireNonNull(change, "change");
        return Upcaster.change(from, to, REPRESENTATION, event -> {
            change.accept(object(event.payload()));
            return event.payload();
        });
    }

    /**
     * The tree as an object, for upcasters that split.
     *
     * @throws SerializationException if it is another JSON value
     */
    public static ObjectNode object(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new SerializationException("The payload is no JSON object, but of kind " + tree.getNodeType(), null);
    }

    /** JSON text to the tree. As strict as {@link JacksonSerializer}. Thread-safe. */
    public static final class FromText implements Converter<String, JsonNode> {
        private final ObjectReader reader =
                ObjectMapping.strict(DefaultMapper.json()).forType(JsonNode.class);

        /** For {@link java.util.ServiceLoader}. */
        public FromText() {}

        @Override
        public Representation<String> from() {
            return Representation.JSON;
        }

        @Override
        public Representation<JsonNode> to() {
            return REPRESENTATION;
        }

        @Override
        public JsonNode convert(String value) {
            try {
                return reader.readValue(value);
            } catch (IOException | RuntimeException | StackOverflowError e) {
                throw JacksonFailures.reading(JsonNode.class, "JSON", e);
            }
        }
    }

    /** The tree to JSON text, without white space. As strict as {@link JacksonSerializer}. Thread-safe. */
    public static final class ToText implements Converter<JsonNode, String> {
        private final ObjectMapping mapping = new ObjectMapping(DefaultMapper.json(), Set.of(), Decimals.LIKE_INTEGERS);

        /** For {@link java.util.ServiceLoader}. */
        public ToText() {}

        @Override
        public Representation<JsonNode> from() {
            return REPRESENTATION;
        }

        @Override
        public Representation<String> to() {
            return Representation.JSON;
        }

        @Override
        public String convert(JsonNode value) {
            StringWriter text = new StringWriter();
            try {
                mapping.write(value, mapping.writer().createGenerator(text));
                return text.toString();
            } catch (IOException | RuntimeException | StackOverflowError e) {
                throw JacksonFailures.writing(JsonNode.class, "JSON", e);
            }
        }
    }

    /**
     * CBOR to the tree, for upcasters; not lossless, since JSON has no bytes: they would come back as text in Base64. Thread-safe.
     */
    public static final class FromCbor implements Converter<Bytes, JsonNode> {
        private final ObjectReader reader =
                ObjectMapping.strict(DefaultMapper.cbor()).forType(JsonNode.class);

        /** For {@link java.util.ServiceLoader}. */
        public FromCbor() {}

        @Override
        public Representation<Bytes> from() {
            return JacksonCborSerializer.CBOR;
        }

        @Override
        public Representation<JsonNode> to() {
            return REPRESENTATION;
        }

        @Override
        public boolean lossless() {
            return false;
        }

        @Override
        public JsonNode convert(Bytes value) {
            try {
                return reader.readValue(value.toArray());
            } catch (IOException | RuntimeException | StackOverflowError e) {
                throw JacksonFailures.reading(JsonNode.class, "CBOR", e);
            }
        }
    }
}
