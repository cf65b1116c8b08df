package org.synapse4j.tck.suites;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.synapse4j.api.Revision;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.tck.kit.Sample;

/** Values that a storage may get wrong. All are allowed. */
final class DataSamples {
    /** Limits above this are tested up to here only. */
    private static final long LARGEST = 64L << 20;

    private static final long MAX_SECOND = Long.MAX_VALUE / 1000 - 1;

    static final List<Instant> TIMES = List.of(
            Sample.TIME,
            Instant.parse("2026-03-01T12:34:56.123456789Z"),
            Instant.parse("2026-03-01T12:34:56.000000001Z"),
            Instant.parse("2026-03-01T12:34:56.999999999Z"),
            Instant.parse("2038-01-19T03:14:08Z"),
            Instant.EPOCH,
            Instant.EPOCH.minusNanos(1),
            Instant.EPOCH.minusNanos(1_000_001),
            Instant.parse("1969-12-31T23:59:59.5Z"),
            Instant.parse("1582-10-10T00:00:00.000001Z"),
            Instant.parse("-0044-03-15T12:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999999999Z"),
            Instant.parse("+10000-01-01T00:00:00Z"),
            Instant.ofEpochSecond(MAX_SECOND, 999_999_999),
            Instant.ofEpochSecond(-MAX_SECOND, 1));

    /** For type names and revisions. */
    static final List<String> NAMES = List.of(
            "ItemAdded",
            "itemadded",
            "item.added",
            "$item",
            "com/shop:Item",
            " padded ",
            "a\nb",
            "\u0001",
            "null",
            "0",
            "caf\u00e9",
            "cafe\u0301",
            "\u8cb7\u3044\u7269",
            "\ud83d\uded2",
            "\uffff",
            "x".repeat(256),
            "\u00e9".repeat(128));

    static final Map<String, String> METADATA = metadata();

    static final List<String> EMPTY =
            List.of("{}", "[]", "\"\"", "null", "true", "false", "0", " {\n} ", "[[]]", "[{}]");

    static final List<String> STRINGS = List.of(
            "caf\u00e9 cafe\u0301",
            "\u8cb7\u3044\u7269 \u05d0\u05d1 \u202e",
            "\ud83d\uded2\ud83d\udc69\u200d\ud83d\udcbb",
            "\\ud83d\\uded2",
            "\\u0000\\u0001\\u001f\\u007f",
            "\\b\\f\\n\\r\\t\\\"\\\\\\/",
            "\ufeff\ufffe\uffff\u2028\u2029",
            "\\ud800 and \\udc00 alone",
            " \\u0020 ",
            "null",
            "2026-03-01T12:34:56.789Z",
            "507f1f77bcf86cd799439011");

    static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1.10",
            "1.1",
            "1.0",
            "10.00",
            "1e2",
            "100",
            "1E+400",
            "-1e-400",
            "0.1",
            "10000000.5",
            "12345678.25",
            "123456789.0",
            "10000000.10",
            "-99999999999999.9",
            "1.0E7",
            "1E7",
            "0.0001",
            "0.30000000000000004",
            "2147483648",
            "9007199254740993",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "18446744073709551615",
            "12345678901234567890",
            "-12345678901234567890123456789012345678901234567890",
            "3.141592653589793238462643383279502884197",
            "1.7976931348623157e308",
            "5e-324",
            "0.0",
            "0e10",
            "-0",
            "1e6145");

    static final List<String> KEYS = List.of(
            "",
            " ",
            ".",
            "a.b",
            ".a",
            "a.",
            "$",
            "$a",
            "a.$.b",
            "$set",
            "_id",
            "0",
            "\\u0000",
            "a\\u0000b",
            "\\\"",
            "\\\\",
            "caf\u00e9",
            "cafe\u0301",
            "\ud83d\uded2",
            "__proto__",
            "null",
            "x".repeat(5_000));

    static final List<String> LOOK_ALIKES = List.of(
            "{\"$date\":\"2026-03-01T12:34:56.789Z\"}",
            "{\"$date\":{\"$numberLong\":\"1\"}}",
            "{\"$numberLong\":\"1\"}",
            "{\"$numberInt\":\"1\"}",
            "{\"$numberDouble\":\"NaN\"}",
            "{\"$numberDecimal\":\"1.10\"}",
            "{\"$oid\":\"507f1f77bcf86cd799439011\"}",
            "{\"$uuid\":\"73ffd264-44b3-4c69-90e8-e7d1dfc035d4\"}",
            "{\"$binary\":{\"base64\":\"AQ==\",\"subType\":\"00\"}}",
            "{\"$regularExpression\":{\"pattern\":\"a\",\"options\":\"\"}}",
            "{\"$timestamp\":{\"t\":1,\"i\":1}}",
            "{\"$ref\":\"carts\",\"$id\":1}",
            "{\"$code\":\"x\"}",
            "{\"$symbol\":\"x\"}",
            "{\"$undefined\":true}",
            "{\"$minKey\":1}",
            "{\"$numberLong\":1,\"other\":2}");

    static final List<String> NOT_JSON = List.of(
            "",
            " ",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "{\"a\":1}}",
            "{\"a\":1} 2",
            "{'a':1}",
            "{a:1}",
            "[NaN]",
            "[Infinity]",
            "[01]",
            "[1.]",
            "[.5]",
            "[+1]",
            "[0x1]",
            "\"open",
            "\"a\nb\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "nul",
            "tru e",
            "[1 2]",
            "{\"a\" 1}",
            "// a\n1",
            "\ufeff{}",
            "\u0000");

    private DataSamples() {}

    /** Payloads of all kinds, in four representations. */
    static List<Payload<?>> payloads() {
        List<Payload<?>> payloads = new ArrayList<>();
        EMPTY.forEach(json -> payloads.add(Payload.json(json)));
        payloads.add(Payload.json(list(STRINGS.stream().map(text -> '"' + text + '"'))));
        payloads.add(Payload.json(list(NUMBERS.stream())));
        payloads.add(Payload.json(list(LOOK_ALIKES.stream())));
        KEYS.forEach(key -> payloads.add(Payload.json("{\"" + key + "\":{\"" + key + "\":null}}")));
        payloads.addAll(otherThanJson());
        return payloads;
    }

    static List<Payload<?>> otherThanJson() {
        return List.of(
                new Payload<>(Representation.XML, "<cart id=\"1\">\r\n  <item>caf\u00e9</item>\n</cart>"),
                new Payload<>(Representation.XML, "not even XML: \u0000 <"),
                new Payload<>(Representation.XML, ""),
                new Payload<>(Representation.BYTES, bytes(256)),
                new Payload<>(Representation.BYTES, Bytes.of()),
                new Payload<>(Representation.text("text/csv; charset=utf-8"), "a;b\n1;\ud83d\uded2\n"),
                new Payload<>(Representation.text("text/csv"), "{\"a\": 1.10}"),
                new Payload<>(Representation.text("unknown"), ""),
                new Payload<>(
                        Representation.binary("cbor"), Bytes.of((byte) 0xa1, (byte) 0x61, (byte) 0x61, (byte) 0x01)),
                new Payload<>(Representation.binary("cart.$v1"), bytes(5_000)));
    }

    /** JSON of this depth: lists and objects in turns. */
    static String nested(int levels) {
        StringBuilder json = new StringBuilder();
        for (int level = 0; level < levels; level++) {
            json.append(level % 2 == 0 ? "[" : "{\"a\":");
        }
        json.append(levels % 2 == 0 ? "1" : "");
        for (int level = levels - 1; level >= 0; level--) {
            json.append(level % 2 == 0 ? "]" : "}");
        }
        return json.toString();
    }

    /** A JSON string of exactly this many bytes. */
    static String jsonText(int size) {
        return '"' + "x".repeat(size - 2) + '"';
    }

    /** A JSON list of small numbers, of exactly this many bytes: what grows most in formats that name each element. */
    static String jsonListOf(int size) {
        return '[' + "1,".repeat((size - 3) / 2) + (size % 2 == 0 ? "10]" : "1]");
    }

    /** A JSON object with many items, of exactly this many bytes. */
    static String jsonObjectOf(int size) {
        StringBuilder json = new StringBuilder("{\"items\":[");
        for (int i = 0; json.length() < size - 200; i++) {
            json.append("{\"id\":")
                    .append(i)
                    .append(",\"name\":\"item ")
                    .append(i)
                    .append("\",\"price\":")
                    .append(i);
            json.append(".50},");
        }
        json.append("\"\"]}");
        return json.insert(json.length() - 3, "x".repeat(size - json.length())).toString();
    }

    /** This many bytes; 256 of them are all values that there are. */
    static Bytes bytes(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i + i / 256);
        }
        return Bytes.of(bytes);
    }

    /** An event with a payload in bytes that counts exactly this much against limits. */
    static SerializedEvent eventOfSize(int size) {
        SerializedEvent empty = event(new Payload<>(Representation.BYTES, Bytes.of()));
        return empty.withPayload(new Payload<>(Representation.BYTES, bytes(size - (int) empty.size())));
    }

    static SerializedEvent event(Payload<?> payload) {
        return Sample.event("Tested").event().withPayload(payload);
    }

    static SerializedEvent named(String name) {
        SerializedEvent event = Sample.event("Tested").event();
        return new SerializedEvent(
                event.id(),
                TypeName.of(name),
                Revision.of(name),
                event.tags(),
                event.payload(),
                event.metadata(),
                event.time());
    }

    /** The limit, or as much of it as is tested. */
    static int testable(long limit) {
        return (int) Math.min(limit, LARGEST);
    }

    private static String list(Stream<String> items) {
        return items.collect(Collectors.joining(",", "[", "]"));
    }

    private static Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("", "of the empty key");
        metadata.put("empty", "");
        metadata.put("null", "null");
        metadata.put("controls", "a\u0000b\u0001\n\t\"\\");
        metadata.put("long", "x".repeat(10_000));
        for (String key : List.of(".", "a.b", "a", "$", "$a", "$date", "_id", "type", "payload", " ", "a ", "A")) {
            metadata.put(key, "of " + key);
        }
        for (String key : List.of("caf\u00e9", "cafe\u0301", "\ud83d\uded2", "\u0001", "a\nb", "0", "k".repeat(300))) {
            metadata.put(key, "\u8cb7\u3044\u7269 " + key);
        }
        IntStream.range(0, 100).forEach(i -> metadata.put("many-" + i, String.valueOf(i)));
        return Map.copyOf(metadata);
    }
}
