package org.synapse4j.benchmarks.serialization;

import java.nio.ByteBuffer;
import java.util.List;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;

/** An order to and from BSON as somebody writes it who has nothing but the driver. */
final class ByHand {
    private static final DocumentCodec CODEC = new DocumentCodec();
    private static final EncoderContext ENCODING = EncoderContext.builder().build();
    private static final DecoderContext DECODING = DecoderContext.builder().build();

    private ByHand() {}

    static byte[] write(Order order) {
        Document document = new Document()
                .append("number", order.number())
                .append("customer", order.customer())
                .append("items", order.items())
                .append("loyaltyPoints", order.loyaltyPoints())
                .append("gift", order.gift())
                .append(
                        "to",
                        new Document()
                                .append("street", order.to().street())
                                .append("city", order.to().city())
                                .append("country", order.to().country()))
                .append(
                        "lines",
                        order.lines().stream()
                                .map(line -> new Document()
                                        .append("item", line.item())
                                        .append("quantity", line.quantity())
                                        .append("price", new Decimal128(line.price())))
                                .toList());
        try (BasicOutputBuffer buffer = new BasicOutputBuffer();
                BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            CODEC.encode(writer, new Document("payload", document), ENCODING);
            return buffer.toByteArray();
        }
    }

    static Order read(byte[] bytes) {
        Document document;
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(bytes))) {
            document = CODEC.decode(reader, DECODING).get("payload", Document.class);
        }
        Document to = document.get("to", Document.class);
        List<Order.Line> lines = document.getList("lines", Document.class).stream()
                .map(line -> new Order.Line(
                        line.getString("item"),
                        line.getInteger("quantity"),
                        line.get("price", Decimal128.class).bigDecimalValue()))
                .toList();
        return new Order(
                document.getString("number"),
                document.getString("customer"),
                document.getInteger("items"),
                document.getLong("loyaltyPoints"),
                document.getBoolean("gift"),
                new Order.Address(to.getString("street"), to.getString("city"), to.getString("country")),
                lines);
    }
}
