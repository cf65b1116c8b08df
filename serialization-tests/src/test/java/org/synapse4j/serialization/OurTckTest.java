package org.synapse4j.serialization;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Converter;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.jackson.JacksonCborSerializer;
import org.synapse4j.jackson.JacksonSerializer;
import org.synapse4j.jackson.JsonTree;
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
