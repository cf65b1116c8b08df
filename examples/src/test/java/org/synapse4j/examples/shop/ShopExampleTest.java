package org.synapse4j.examples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.synapse4j.mongoembedded.EmbeddedMongo;

/** The shop does the same on each storage. */
@Timeout(60)
class ShopExampleTest {
    private static final String SAID = """
            cart 2 has {mug=1, tea=2}, by carts_v1
            carts is built anew while it is queried: 0 queries without an answer, versions read: [1, 2]
            cart 2 has {tea=2}, by carts_v2
            the process of the first release reads carts_v1 still
            mails: [cart/1 by one, cart/2 by one, cart/3 by one]
            process one is killed
            mails: [cart/1 by one, cart/2 by one, cart/3 by one, cart/4 by two, cart/5 by two]
            """;

    @Test
    @DisplayName("in memory")
    void inMemory() throws InterruptedException {
        assertEquals(SAID, said("memory:shop"));
    }

    @Test
    @DisplayName("on MongoDB")
    void onMongo() throws InterruptedException {
        try (EmbeddedMongo mongo = EmbeddedMongo.start()) {
            assertEquals(SAID, said(mongo.connectionString() + "/shop?layout=per-event"));
        }
    }

    private static String said(String line) throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ShopExample.run(line, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
