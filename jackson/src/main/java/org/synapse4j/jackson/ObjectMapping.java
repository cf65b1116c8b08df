package org.synapse4j.jackson;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.ser.DefaultSerializerProvider;
import com.fasterxml.jackson.databind.ser.SerializerFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The part that both serialisers share: a mapper makes of objects what can be read back. The mapper is left as it is; later
 * changes of it have no effect. Thread-safe.
 */
final class ObjectMapping {
    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final SerializationConfig writing;
    private final DefaultSerializerProvider providers;
    private final SerializerFactory plain;
    private final SerializerFactory guarded;
    private final DefaultDeserializationContext contexts;
    private final Set<Class<?>> trusted;
    private final Decimals decimals;

    /** The places of the objects that are written, by their class. */
    private final Map<Class<?>, Place> roots = new ConcurrentHashMap<>();

    private final Map<Class<?>, KnownProperties> known = new ConcurrentHashMap<>();

    /**
     * The mapping by this mapper.
     *
     * @param trusted classes that are let off
     * @param decimals those without a fraction, as its format writes them
     */
    ObjectMapping(ObjectMapper mapper, Set<Class<?>> trusted, Decimals decimals) {
        this.writer = mapper.writer();
        this.reader = strict(mapper);
        this.writing = mapper.getSerializationConfig();
        // Without the serialisers that the mapper has made: those look at nothing.
        this.providers = ((DefaultSerializerProvider) mapper.getSerializerProvider()).copy();
        this.plain = mapper.getSerializerFactory();
        this.guarded =
                plain.withSerializerModifier(new Guards(type -> new Places(context(), trusted).ofClass(type), trusted));
        this.contexts = (DefaultDeserializationContext) mapper.getDeserializationContext();
        this.trusted = trusted;
        this.decimals = decimals;
    }

    /** A reader that refuses a key twice and anything after the value, that keeps decimals, and what it reads out of messages. */
    static ObjectReader strict(ObjectMapper mapper) {
        return mapper.reader()
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .without(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION);
    }

    ObjectWriter writer() {
        return writer;
    }

    ObjectReader reader() {
        return reader;
    }

    /**
     * Writes an object and closes the generator.
     *
     * @param target one of {@link #writer()}
     */
    void write(Object object, JsonGenerator target) throws IOException {
        Place place = root(object.getClass());
        try (StrictGenerator strict = new StrictGenerator(target, readable(), DefaultMapper.LEVELS, decimals)) {
            place.require(object, new Place.Scope(strict, trusted), 0);
            if (place.open()) {
                strict.openPlace();
            }
            providers.createInstance(writing, guarded).serializeValue(strict, object);
        }
    }

    /**
     * Reads through what was written, where the mapper reads no more than so much at once.
     *
     * @throws IOException if that is more
     */
    void requireReadable(String text) throws IOException {
        if (readable().hasMaxDocumentLength() || readable().hasMaxTokenCount()) {
            try (JsonParser parser = reader.createParser(text)) {
                while (parser.nextToken() != null) {
                    parser.getText();
                }
            }
        }
    }

    /** Sentences on what could never be read back of this class. */
    List<String> check(Class<?> type) {
        DeserializationContext context = context();
        // Without guards, whose making would lead here again.
        DefaultSerializerProvider provider = providers.copy().createInstance(writing, plain);
        return new TypeCheck(
                        context, provider, new Places(context, trusted), new Trial(writer, provider, reader, contexts))
                .problems(type);
    }

    private StreamReadConstraints readable() {
        return reader.getFactory().streamReadConstraints();
    }

    private Place root(Class<?> type) {
        Place known = roots.get(type);
        if (known == null) {
            JavaType root = reader.getConfig().constructType(LogicalNames.named(type));
            Place found = new Places(context(), trusted).of(root, null, Places.Findings.NONE);
            // Objects of the class itself are what is read.
            known = found instanceof Place.Exact || found instanceof Place.OneOf ? Place.Free.FREE : found;
            roots.put(type, known);
        }
        return known;
    }

    /** The known properties of a class. */
    KnownProperties known(Class<?> type) {
        return known.computeIfAbsent(type, root -> KnownProperties.of(config().constructType(root), context()));
    }

    private DeserializationConfig config() {
        return reader.getConfig();
    }

    private DeserializationContext context() {
        return contexts.createDummyInstance(config());
    }
}
