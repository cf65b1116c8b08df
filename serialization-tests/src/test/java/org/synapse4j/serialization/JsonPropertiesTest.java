package org.synapse4j.serialization;

import static org.quicktheories.QuickTheory.qt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.core.RandomnessSource;
import org.quicktheories.impl.Constraint;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.jackson.JsonTree;

/** Any JSON comes back with the same tokens, numbers equal in value and scale, whatever way it takes. */
class JsonPropertiesTest {
    private static final Converters CONVERTERS = Converters.found();

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

    /** Arbitrary JSON text: one value, with a tenth of the nesting at each level. */
    static Gen<String> json() {
        return source -> value(source, 0);
    }

    private static String value(RandomnessSource source, int depth) {
        int kind = pick(source, depth > 6 ? 5 : 8);
        return switch (kind) {
            case 0 -> "null";
            case 1 -> pick(source, 1) == 0 ? "true" : "false";
            case 2 -> number(source);
            case 3, 4, 5 -> string(source);
            case 6 -> "[" + String.join(pick(source, 1) == 0 ? "," : " ,\n", values(source, depth)) + "]";
            default -> object(source, depth);
        };
    }

    private static List<String> values(RandomnessSource source, int depth) {
        List<String> values = new ArrayList<>();
        for (int i = pick(source, 3); i > 0; i--) {
            values.add(value(source, depth + 1));
        }
        return values;
    }

    /** Keys may not repeat: the tree has no place for the second. */
    private static String object(RandomnessSource source, int depth) {
        List<String> troublesome =
                List.of("\"\"", "\"$date\"", "\"a.b\"", "\"$\"", "\"@type\"", "\"class\"", "\"_id\"");
        TreeSet<String> seen = new TreeSet<>();
        List<String> entries = new ArrayList<>();
        for (String value : values(source, depth)) {
            String key = pick(source, 2) == 0 ? troublesome.get(pick(source, troublesome.size() - 1)) : string(source);
            if (seen.add(tokens(key).toString())) {
                entries.add(key + ":" + value);
            }
        }
        return "{" + String.join(",", entries) + "}";
    }

    private static String number(RandomnessSource source) {
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

    private static String string(RandomnessSource source) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = pick(source, 8); i > 0; i--) {
            switch (pick(source, 6)) {
                case 0 -> text.append(String.format(java.util.Locale.ROOT, "\\u%04x", pick(source, 0x1f)));
                case 1 ->
                    text.append(List.of("\\n", "\\\"", "\\\\", "\\/", "\\t").get(pick(source, 4)));
                case 2 -> text.appendCodePoint(0x10000 + pick(source, 0xfffff));
                case 3 -> text.appendCodePoint(0x80 + pick(source, 0xd7ff - 0x80));
                case 4 ->
                    text.append(List.of("$date", "a.b", "\u2028", "\u007f", "\ufeff")
                            .get(pick(source, 4)));
                default -> text.append((char) ('a' + pick(source, 25)));
            }
        }
        return text.append('"').toString();
    }

    private static int pick(RandomnessSource source, int most) {
        return (int) source.next(Constraint.between(0, most));
    }

    /** What must stay: kinds, texts, and numbers by value and scale. */
    static List<Object> tokens(String json) {
        List<Object> tokens = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tokens.add(token);
                if (token.isNumeric()) {
                    tokens.add(parser.getDecimalValue());
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
