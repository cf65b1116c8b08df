package org.synapse4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.examples.cart.Cart;
import org.synapse4j.mongotestservers.RealMongo;

/** The example does what it says. */
class CartExampleTest {
    @Test
    @DisplayName("on memory: it walks through every step and ends with the total")
    void walk() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<StreamId> shown = new ArrayList<>();
        BigDecimal total = Main.run("memory:", new PrintStream(bytes, true, StandardCharsets.UTF_8), shown::add);
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertEquals(new BigDecimal("12.15"), total);
        assertEquals(1, shown.size());
        StreamId cart = shown.get(0);
        for (String line : List.of(
                "Stream " + cart + " must not exist yet",
                "Stored 3 events as commit ",
                "Read 3 events; in the cart: [tea, mug]. Total 21.00.",
                "Bob is told that " + cart + " is at version 4, where he expected exactly version 3",
                "Bob loads again, decides again, and appends at version 5",
                "Loaded version 6 from the snapshot at version 5 and 1 event after it.",
                cart + " is at version 7, stock/tea at version 2.",
                "the first result comes back",
                "version 2, position 2: ItemAdded (revision 3) as json",
                "{\"item\":\"tea\",\"quantity\":2,\"price\":4.50}  tags [cart:" + cart.id() + "]",
                "position 9: StockReserved of stock/tea")) {
            assertTrue(text.contains(line), () -> "'" + line + "' is missing in:\n" + text);
        }
        assertTrue(text.endsWith("Total: 12.15" + System.lineSeparator()), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "embedded:?layout=per-event",
                "embedded:?layout=per-commit",
                "embedded:?layout=per-event&prefix=mine",
                "embedded:?layout=per-commit&appName=carts&prefix=mine"
            })
    @DisplayName("on MongoDB it comes to the same total, and shows the documents")
    void onMongo(String uri) {
        checkDocuments(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"per-event", "per-commit"})
    @DisplayName("on a real MongoDB it comes to the same total, and shows the documents")
    void onRealMongo(String layout) {
        checkDocuments(RealMongo.singleOrAbort()
                .connectionString("shop", "layout=" + layout, "prefix=" + layout.replace('-', '_')));
    }

    private static void checkDocuments(String uri) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertEquals(new BigDecimal("12.15"), Main.launch(uri, new PrintStream(bytes, true, StandardCharsets.UTF_8)));
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("\"type\": \"CartCreated\"") && text.contains("\"item\": \"tea\""), text);
    }

    @Test
    @DisplayName("a storage that is not there is a typed error that lists what is")
    void otherStorage() {
        ConfigurationException e =
                assertThrows(ConfigurationException.class, () -> Main.main(new String[] {"nowhere:"}));
        assertTrue(e.available().containsAll(List.of("memory:", "mongodb://localhost/shop?layout=per-event")));
    }

    @Test
    @DisplayName("a cart refuses what makes no sense, and keeps its total in whole cents")
    void refusals() {
        Cart cart = Cart.evolve(Cart.EMPTY, Cart.EMPTY.add("tea", 1, "0.99"));
        assertThrows(IllegalStateException.class, () -> cart.remove("mug"));
        assertThrows(IllegalStateException.class, () -> cart.change("tea", 0));
        assertThrows(IllegalStateException.class, () -> cart.add("tea", 0, "1"));
        assertThrows(IllegalStateException.class, Cart.EMPTY::checkOut);
        Cart cheaper = Cart.evolve(cart, cart.apply("SPRING", 10));
        assertEquals(new BigDecimal("0.89"), cheaper.total());
        assertThrows(IllegalStateException.class, () -> cheaper.apply("SUMMER", 50));
        Cart paid = Cart.evolve(cheaper, cheaper.checkOut());
        assertThrows(IllegalStateException.class, () -> paid.add("tea", 1, "1"));
    }
}
