package org.synapse4j.eventstoretests;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Nested;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Converter;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.jackson.JacksonCborSerializer;
import org.synapse4j.jackson.JacksonSerializer;
import org.synapse4j.jackson.JsonTree;
import org.synapse4j.mongocommon.BsonForm;
import org.synapse4j.tck.serialization.ConverterSubject;
import org.synapse4j.tck.serialization.ConverterTck;
import org.synapse4j.tck.serialization.SerializerSubject;
import org.synapse4j.tck.serialization.SerializerTck;
import org.synapse4j.tck.serialization.UpcasterSubject;
import org.synapse4j.tck.serialization.UpcasterTck;
import org.synapse4j.xstream.XStreamSerializer;
import org.synapse4j.xstream.XmlTree;

/** Certifies our serialisers, converters and the upcaster of the samples. */
class OurTckTest {
    @Nested
    class Json extends SerializerTck {
        @Override
        protected SerializerSubject subject() {
            return Samples.serializer(new JacksonSerializer());
        }
    }

    @Nested
    class Cbor extends SerializerTck {
        @Override
        protected SerializerSubject subject() {
            return Samples.serializer(new JacksonCborSerializer());
        }
    }

    @Nested
    class Xml extends SerializerTck {
        @Override
        protected SerializerSubject subject() {
            return Samples.serializer(new XStreamSerializer(Samples.TYPES));
        }
    }

    @Nested
    class JsonTextToTree extends ConverterTck {
        @Override
        protected ConverterSubject<?, ?> subject() {
            return new ConverterSubject<>(
                    new JsonTree.FromText(),
                    new JsonTree.ToText(),
                    Samples.jsonTexts(),
                    List.of("", "{\"secret", "[1,]", "{\"secret\":1,\"secret\":2}", "[".repeat(100_000)));
        }
    }

    @Nested
    class JsonTextToBson extends ConverterTck {
        @Override
        protected ConverterSubject<?, ?> subject() {
            return new ConverterSubject<>(
                    new BsonForm.FromJson(),
                    new BsonForm.ToJson(),
                    List.of(
                            "{}",
                            "{\"a\":[1,2.50,-1E+400],\"b\":{\"\":null,\"c.d\":\"é😀\\u0000\"}}",
                            "{\"b\":1,\"a\":2147483648}",
                            "{\"a\":2147483648,\"b\":1}"),
                    List.of(
                            "",
                            "{\"secret",
                            "{\"a\":1}secret",
                            "[1,2]",
                            "\"secret\"",
                            " true",
                            "{\"secret\":1,\"secret\":2}",
                            "{\"$date\":0}",
                            "{\"a\":-0}",
                            "{\"a\":9223372036854775808}",
                            "{\"a\":\"\\ud800\"}",
                            "{\"a\":".repeat(100_000)));
        }
    }

    @Nested
    class BsonToJsonText extends ConverterTck {
        @Override
        protected ConverterSubject<?, ?> subject() {
            return new ConverterSubject<>(
                    new BsonForm.ToJson(),
                    new BsonForm.FromJson(),
                    List.of(
                            new BsonDocument(),
                            new BsonDocument("a", new BsonInt64(1L << 40)).append("b", new BsonArray()),
                            new BsonDocument("a", new BsonDouble(0.1)).append("b", BsonNull.VALUE),
                            new BsonDocument("a", new BsonDecimal128(Decimal128.parse("2.50")))),
                    List.of(
                            new BsonDocument("secret", new BsonDateTime(0)),
                            new BsonDocument("secret", new BsonInt64(1)),
                            new BsonDocument("secret", new BsonDouble(Double.NaN)),
                            new BsonDocument("secret", new BsonDouble(-0.0)),
                            new BsonDocument("secret", new BsonDecimal128(Decimal128.parse("2.5"))),
                            new BsonDocument("secret", new BsonDecimal128(Decimal128.NaN)),
                            new BsonDocument("secret", new BsonDecimal128(Decimal128.NEGATIVE_ZERO)),
                            new BsonDocument("secret", new BsonString("\ud800")),
                            new BsonDocument("$secret", BsonNull.VALUE),
                            nested(200)));
        }

        private static BsonDocument nested(int levels) {
            BsonDocument document = new BsonDocument();
            for (int i = 0; i < levels; i++) {
                document = new BsonDocument("secret", document);
            }
            return document;
        }
    }

    @Nested
    class XmlTextToTree extends ConverterTck {
        @Override
        protected ConverterSubject<?, ?> subject() {
            return new ConverterSubject<>(
                    new XmlTree.FromText(),
                    new XmlTree.ToText(),
                    List.of("<a/>", "<a b=\"c\"><d>é &amp; &lt;</d> x </a>", "<a>&#13;</a>"),
                    List.of("", "<secret>", "<a/><secret/>", "<!DOCTYPE secret><a/>", "<a>".repeat(100_000)));
        }
    }

    @Nested
    class JsonTextToBytes extends ConverterTck {
        @Override
        protected ConverterSubject<?, ?> subject() {
            return new ConverterSubject<>(
                    of(Representation.JSON, Representation.JSON_BYTES),
                    of(Representation.JSON_BYTES, Representation.JSON),
                    Samples.jsonTexts(),
                    List.of());
        }
    }

    @Nested
    class XmlBytesToText extends ConverterTck {
        @Override
        protected ConverterSubject<?, ?> subject() {
            return new ConverterSubject<>(
                    of(Representation.XML_BYTES, Representation.XML),
                    of(Representation.XML, Representation.XML_BYTES),
                    List.of(Bytes.of((byte) '<'), Bytes.of((byte) 0xc3, (byte) 0xa9)),
                    List.of(Bytes.of((byte) 0xff), Bytes.of((byte) 0xc3)));
        }
    }

    @Nested
    class Upcasting extends UpcasterTck {
        @Override
        protected UpcasterSubject subject() {
            return Samples.upcaster(Samples.upcaster());
        }
    }

    /** The one of the converters that are always there. */
    private static <A, B> Converter<A, B> of(Representation<A> from, Representation<B> to) {
        return new Converter<>() {
            @Override
            public Representation<A> from() {
                return from;
            }

            @Override
            public Representation<B> to() {
                return to;
            }

            @Override
            public B convert(A value) {
                return Converters.standard()
                        .convert(new Payload<>(from, value), to)
                        .value();
            }
        };
    }
}
