package org.synapse4j.eventstoretests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.lists;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quicktheories.core.Gen;
import org.quicktheories.core.RandomnessSource;
import org.quicktheories.impl.Constraint;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.jackson.JsonTree;
import org.synapse4j.mongocommon.BsonForm;

/** Any JSON comes back with the same tokens, numbers equal in value and scale, whatever way it takes. */
class JsonPropertiesTest {
    private static final Converters CONVERTERS = Converters.found();
    private static final Pattern FOREIGN_DIGIT = Pattern.compile("\\\\u[0-9a-fA-F]{0,3}[^\\x00-\\x7f]");

    @Test
    @DisplayName("over the tree and back")
    void tree() {
        qt().withExamples(2_000).forAll(json()).check(text -> {
            var tree = CONVERTERS.convert(Payload.json(text), JsonTree.REPRESENTATION);
            return tokens(text)
                    .equals(tokens(CONVERTERS.convert(tree, Representation.JSON).value()));
        });
    }

    @Test
    @DisplayName("over UTF-8 bytes and back, character by character")
    void bytes() {
        qt().withExamples(2_000).forAll(json()).check(text -> {
            var bytes = CONVERTERS.convert(Payload.json(text), Representation.JSON_BYTES);
            return text.equals(CONVERTERS.convert(bytes, Representation.JSON).value());
        });
    }

    @Test
    @DisplayName("over BSON and back, or it is refused: exactly where BSON has no place for it")
    void bson() {
        checkBson(anyJson(), 5_000);
    }

    @Test
    @DisplayName("over BSON, what is no JSON is refused, and what Jackson takes for JSON is not")
    void malformed() {
        checkBson(almostJson(), 20_000);
    }

    @Test
    @DisplayName("over BSON, objects of many keys, and those of which one is there twice are refused")
    void wide() {
        checkBson(wideJson(), 2_000);
    }

    private static void checkBson(Gen<String> texts, int examples) {
        AtomicInteger held = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        qt().withExamples(examples).forAll(texts).check(text -> {
            Optional<String> back = overBson(text);
            (back.isPresent() ? held : refused).incrementAndGet();
            return back.isPresent() == bsonHolds(text)
                    && back.map(json -> same(json, text)).orElse(true);
        });
        assertTrue(held.get() > 500 && refused.get() > 500, () -> "Held " + held + ", refused " + refused);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.synapse4j.eventstoretests.EveryStorage#mongo")
    @DisplayName("over MongoDB and back, natively or raw:")
    void stored(EveryStorage.Kind kind) {
        try (StorageStrategy storage = kind.open()) {
            AtomicInteger streams = new AtomicInteger();
            qt().withExamples(20)
                    .withShrinkCycles(0)
                    .forAll(lists().of(anyJson()).ofSizeBetween(1, 50))
                    .check(texts -> {
                        StreamId stream = StreamId.of("json", "" + streams.incrementAndGet());
                        storage.streams().append(Stores.old(stream, texts));
                        List<String> read = new ArrayList<>();
                        try (Cursor<StoredSerializedEvent> events =
                                storage.streams().read(StreamRead.of(stream))) {
                            events.forEachRemaining(
                                    event -> read.add(event.event().payload().in(Representation.JSON)));
                        }
                        return texts.size() == read.size()
                                && IntStream.range(0, read.size())
                                        .allMatch(i -> bsonHoldsAsValue(texts.get(i))
                                                ? same(texts.get(i), read.get(i))
                                                : texts.get(i).equals(read.get(i)));
                    });
        }
    }

    /** Arbitrary JSON text: one value, less nested the deeper it is. */
    static Gen<String> json() {
        return source -> value(source, 0, false);
    }

    /** The same, with keys that are there twice, unpaired surrogates, negative zeroes and deep nesting among it. */
    static Gen<String> anyJson() {
        return source -> {
            String inner = value(source, 0, true);
            int levels = pick(source, 5) == 0 ? pick(source, 120) : pick(source, 1);
            return pick(source, 1) == 0
                    ? "{\"a\":".repeat(levels) + inner + "}".repeat(levels)
                    : "{\"b\":" + "[".repeat(levels) + inner + "]".repeat(levels) + "}";
        };
    }

    /** JSON with one character changed, lost or added. */
    private static Gen<String> almostJson() {
        String hostile = "{}[],:\"\\u0019-+.eE tnf/\u0000\u0001\t\u00a0\u0663";
        return source -> {
            String text = "{\"k\":" + value(source, 4, true) + "}";
            int cut = pick(source, text.length());
            int rest = Math.min(text.length(), cut + pick(source, 1));
            int more = pick(source, hostile.length());
            String changed = text.substring(0, cut)
                    + hostile.substring(more, Math.min(hostile.length(), more + 1))
                    + text.substring(rest);
            // No payload holds half of a pair; and Jackson takes any digit whose last byte looks like one of ours.
            boolean usable = UTF_8.newEncoder().canEncode(changed)
                    && !FOREIGN_DIGIT.matcher(changed).find();
            return usable ? changed : text;
        };
    }

    /** Up to 60 keys of 600: about every other one has a key twice. */
    private static Gen<String> wideJson() {
        return source -> IntStream.rangeClosed(0, pick(source, 60))
                .mapToObj(i -> "\"k" + pick(source, 600) + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Optional<String> overBson(String text) {
        try {
            var document = CONVERTERS.convert(Payload.json(text), BsonForm.REPRESENTATION);
            return Optional.of(CONVERTERS.convert(document, Representation.JSON).value());
        } catch (SerializationException e) {
            return Optional.empty();
        }
    }

    /** BSON keeps zeroes negative too, which the tree does not. */
    private static boolean same(String json, String other) {
        return tokens(json, true).equals(tokens(other, true));
    }

    private static boolean bsonHolds(String text) {
        return text.stripLeading().startsWith("{") && bsonHoldsAsValue(text);
    }

    /** The documentation's sentence on what BSON holds, in other words. */
    private static boolean bsonHoldsAsValue(String text) {
        List<Set<String>> open = new ArrayList<>();
        boolean ended = false;
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (ended) {
                    return false;
                }
                if (token.isStructStart()) {
                    open.add(new HashSet<>());
                } else if (token.isStructEnd()) {
                    open.remove(open.size() - 1);
                }
                ended = open.isEmpty();
                if (open.size() > 80 || !holds(token, parser, open)) {
                    return false;
                }
            }
            return ended;
        } catch (JsonParseException | NumberFormatException e) {
            // No JSON, a key with an unpaired surrogate, which Jackson does not read, or an exponent beyond all bounds.
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    private static boolean holds(JsonToken token, JsonParser parser, List<Set<String>> open) throws IOException {
        String text = parser.getText();
        return switch (token) {
            case FIELD_NAME ->
                open.get(open.size() - 1).add(text)
                        && !text.startsWith("$")
                        && text.indexOf(0) < 0
                        && UTF_8.newEncoder().canEncode(text);
            case VALUE_STRING -> UTF_8.newEncoder().canEncode(text);
            case VALUE_NUMBER_INT -> !text.equals("-0") && new BigInteger(text).bitLength() < 64;
            case VALUE_NUMBER_FLOAT -> {
                BigDecimal number = new BigDecimal(text);
                boolean negativeZero = number.signum() == 0 && text.startsWith("-");
                yield !negativeZero && text.length() <= 100 && holds(number);
            }
            default -> true;
        };
    }

    /** A decimal128 has 34 digits, and takes exponents that its digits can be moved to without loss. */
    private static boolean holds(BigDecimal number) {
        int exponent = -number.scale();
        return number.precision() <= 34 && exponent >= -6176 && exponent <= 6111;
    }

    private static String value(RandomnessSource source, int depth, boolean wild) {
        int kind = pick(source, depth > 6 ? 5 : 8);
        return switch (kind) {
            case 0 -> "null";
            case 1 -> pick(source, 1) == 0 ? "true" : "false";
            case 2 -> number(source, wild);
            case 3, 4, 5 -> string(source, wild);
            case 6 -> "[" + String.join(pick(source, 1) == 0 ? "," : " ,\n", values(source, depth, wild)) + "]";
            default -> object(source, depth, wild);
        };
    }

    private static List<String> values(RandomnessSource source, int depth, boolean wild) {
        List<String> values = new ArrayList<>();
        for (int i = pick(source, 3); i > 0; i--) {
            values.add(value(source, depth + 1, wild));
        }
        return values;
    }

    /** Keys repeat in wild JSON only: the tree has no place for the second. */
    private static String object(RandomnessSource source, int depth, boolean wild) {
        List<String> troublesome =
                List.of("\"\"", "\"$date\"", "\"a.b\"", "\"$\"", "\"@type\"", "\"class\"", "\"_id\"");
        TreeSet<String> seen = new TreeSet<>();
        List<String> entries = new ArrayList<>();
        for (String value : values(source, depth, wild)) {
            String key =
                    pick(source, 2) == 0 ? troublesome.get(pick(source, troublesome.size() - 1)) : string(source, wild);
            if (seen.add(tokens(key).toString()) || wild) {
                entries.add(key + ":" + value);
            }
        }
        return "{" + String.join(",", entries) + "}";
    }

    private static String number(RandomnessSource source, boolean wild) {
        if (wild && pick(source, 9) == 0) {
            return List.of(
                            "-0",
                            "-0.0",
                            "-0E+5",
                            "9223372036854775807",
                            "9223372036854775808",
                            "1E+6111",
                            "1E-6176",
                            "1E+6112",
                            "1E-6177",
                            "100.00e2")
                    .get(pick(source, 9));
        }
        StringBuilder number = new StringBuilder(pick(source, 1) == 0 ? "-" : "");
        int digits = pick(source, 3) == 0 ? pick(source, 300) : pick(source, 18);
        number.append(digits == 0 ? "0" : "" + (1 + pick(source, 8)));
        for (int i = 1; i < digits; i++) {
            number.append(pick(source, 9));
        }
        if (pick(source, 1) == 0) {
            number.append('.');
            for (int i = pick(source, 40); i >= 0; i--) {
                number.append(pick(source, 9));
            }
        }
        if (pick(source, 3) == 0) {
            number.append(pick(source, 1) == 0 ? "e" : "E+").append(pick(source, 5_000));
        } else if (pick(source, 3) == 0) {
            number.append("E-").append(pick(source, 5_000));
        }
        return number.toString();
    }

    private static String string(RandomnessSource source, boolean wild) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = pick(source, 8); i > 0; i--) {
            switch (wild && pick(source, 30) == 0 ? 7 : pick(source, 6)) {
                case 0 -> text.append(String.format(java.util.Locale.ROOT, "\\u%04x", pick(source, 0x1f)));
                case 1 ->
                    text.append(List.of("\\n", "\\\"", "\\\\", "\\/", "\\t").get(pick(source, 4)));
                case 2 -> text.appendCodePoint(0x10000 + pick(source, 0xfffff));
                case 3 -> text.appendCodePoint(0x80 + pick(source, 0xd7ff - 0x80));
                case 4 ->
                    text.append(List.of("$date", "a.b", "\u2028", "\u007f", "\ufeff")
                            .get(pick(source, 4)));
                case 7 -> text.append(String.format(java.util.Locale.ROOT, "\\u%04x", 0xd800 + pick(source, 0x7ff)));
                default -> text.append((char) ('a' + pick(source, 25)));
            }
        }
        return text.append('"').toString();
    }

    private static int pick(RandomnessSource source, int most) {
        return (int) source.next(Constraint.between(0, most));
    }

    /** The tokens that must stay: kinds, texts, and numbers by value and scale. */
    static List<Object> tokens(String json) {
        return tokens(json, false);
    }

    private static List<Object> tokens(String json, boolean signs) {
        List<Object> tokens = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tokens.add(token);
                if (token.isNumeric()) {
                    tokens.add(parser.getDecimalValue());
                    tokens.add(signs && parser.getText().startsWith("-"));
                } else if (token.isScalarValue() || token == JsonToken.FIELD_NAME) {
                    tokens.add(parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
        return tokens;
    }
}
