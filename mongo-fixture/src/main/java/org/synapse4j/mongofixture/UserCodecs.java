package org.synapse4j.mongofixture;

import static org.synapse4j.mongofixture.Bench.test;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import java.util.Locale;
import java.util.stream.Stream;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.Document;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.StringCodec;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;

/** A client whose owner has codecs for values of his own: they change nothing of what a storage does with it. */
final class UserCodecs {
    private UserCodecs() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        CodecRegistry usual = MongoClientSettings.getDefaultCodecRegistry();
        return Stream.of(
                test(
                        "A user's codec for strings, which changes them, is not used",
                        factory,
                        bench -> makeEveryCall(
                                bench,
                                CodecRegistries.fromRegistries(CodecRegistries.fromCodecs(new Shouting()), usual))),
                test(
                        "A user's codec for documents, which loses their fields, is not used",
                        factory,
                        bench -> makeEveryCall(
                                bench,
                                CodecRegistries.fromRegistries(CodecRegistries.fromCodecs(new Losing()), usual))),
                test(
                        "No codec of a user's is used, whatever it is for",
                        factory,
                        bench -> makeEveryCall(bench, CodecRegistries.fromProviders(new Refusing()))));
    }

    private static void makeEveryCall(Bench bench, CodecRegistry codecs) {
        try (MongoClient client = bench.client("", settings -> settings.codecRegistry(codecs))) {
            EveryCall.make(bench.on(client), bench.on(client), bench.on(client));
        }
    }

    private static final class Shouting implements Codec<String> {
        private final StringCodec plain = new StringCodec();

        @Override
        public void encode(BsonWriter writer, String value, EncoderContext context) {
            plain.encode(writer, value.toUpperCase(Locale.ROOT), context);
        }

        @Override
        public String decode(BsonReader reader, DecoderContext context) {
            return plain.decode(reader, context).toUpperCase(Locale.ROOT);
        }

        @Override
        public Class<String> getEncoderClass() {
            return String.class;
        }
    }

    private static final class Losing implements Codec<Document> {
        @Override
        public void encode(BsonWriter writer, Document value, EncoderContext context) {
            writer.writeStartDocument();
            writer.writeEndDocument();
        }

        @Override
        public Document decode(BsonReader reader, DecoderContext context) {
            reader.skipValue();
            return new Document();
        }

        @Override
        public Class<Document> getEncoderClass() {
            return Document.class;
        }
    }

    private static final class Refusing implements CodecProvider {
        @Override
        public <T> Codec<T> get(Class<T> type, CodecRegistry registry) {
            throw new IllegalArgumentException("this user has no codec for " + type);
        }
    }
}
