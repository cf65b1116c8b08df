package org.synapse4j.api.serialization;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.synapse4j.api.errors.SerializationException;

/** Text to its bytes in UTF-8 and back: the converters that are always there. */
final class Utf8 {
    private Utf8() {}

    static List<Converter<?, ?>> converters() {
        return List.of(
                new Encoding(Representation.JSON, Representation.JSON_BYTES),
                new Decoding(Representation.JSON_BYTES, Representation.JSON),
                new Encoding(Representation.XML, Representation.XML_BYTES),
                new Decoding(Representation.XML_BYTES, Representation.XML));
    }

    private record Encoding(Representation<String> from, Representation<Bytes> to) implements Converter<String, Bytes> {
        @Override
        public Bytes convert(String value) {
            return Bytes.of(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private record Decoding(Representation<Bytes> from, Representation<String> to) implements Converter<Bytes, String> {
        @Override
        public String convert(Bytes value) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(value.toArray()))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new SerializationException("A payload in " + from + " is not UTF-8", e);
            }
        }
    }
}
