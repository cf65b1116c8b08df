package org.synapse4j.eventstoretests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.eventstoretests.Stores.CART;
import static org.synapse4j.eventstoretests.Stores.drain;
import static org.synapse4j.eventstoretests.Stores.payloads;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.jackson.JacksonSerializer;
import org.synapse4j.xstream.XStreamSerializer;
import org.synapse4j.xstream.XmlTree;

/** Events in XML: led on as trees, read beside events in JSON, on every storage. */
@ParameterizedClass(name = "{0}")
@MethodSource("org.synapse4j.eventstoretests.EveryStorage#all")
class XmlUpcastingTest {
    private static final Schema OLD = Schema.of("ItemPut", "1");
    private static final Schema NOW = Schema.of("ItemAdded", "2");

    private final EventTypes types = EventTypes.builder().add(Added.class).build();
    private final StorageStrategy storage;
    private final Upcaster<?> upcaster = Upcaster.change(OLD, NOW, XmlTree.REPRESENTATION, event -> {
        var currency = event.payload().createElement("currency");
        currency.setTextContent("EUR");
        event.payload().getDocumentElement().appendChild(currency);
        return event.payload();
    });
    private final EventStore store;

    XmlUpcastingTest(EveryStorage.Kind kind) {
        storage = kind.open();
        store = EventStore.builder(types)
                .serializer(new XStreamSerializer(types))
                .reads(new JacksonSerializer())
                .upcasters(upcaster)
                .on(storage);
    }

    @EventType(name = "ItemAdded", revision = "2")
    record Added(String item, String currency) {}

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    @DisplayName("an old event in XML, today's in XML and one in JSON are read together, and copied elsewhere")
    void mixed() {
        Stores.store(storage, OLD, xml("<ItemPut><item>tea\r &lt;</item></ItemPut>"));
        store.append(CART, any(), new Added("milk", "EUR"));
        Stores.store(storage, NOW, Payload.json("{\"item\":\"rye\",\"currency\":\"USD\"}"));
        List<Object> expected = List.of(new Added("tea\n <", "EUR"), new Added("milk", "EUR"), new Added("rye", "USD"));
        assertEquals(expected, payloads(store.read(CART)));
        try (EventStore target = EventStore.builder(types)
                .serializer(new XStreamSerializer(types))
                .reads(new JacksonSerializer())
                .on(new InMemoryStorage())) {
            target.append(
                    CART,
                    any(),
                    drain(store.read(CART)).stream().map(NewEvent::from).toList());
            List<StoredEvent> copies = drain(target.read(CART));
            assertEquals(expected, copies.stream().map(StoredEvent::payload).toList());
            assertEquals(
                    List.of("xml", "xml", "json"),
                    copies.stream()
                            .map(copy -> copy.serialized()
                                    .event()
                                    .payload()
                                    .representation()
                                    .name())
                            .toList());
        }
    }

    @Test
    @DisplayName("a hostile document is refused by the upcaster too, with its place, in bounded time; others are read")
    void hostile() {
        Stores.store(
                storage, OLD, xml("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x><item>&e;</item></x>"));
        Stores.store(storage, OLD, xml("<x>".repeat(100_000)));
        Stores.store(storage, OLD, xml("<x>" + "<y>".repeat(100_000) + "</y>".repeat(100_000) + "</x>"));
        Stores.store(storage, OLD, xml("<x><item>tea</item></x>"));
        List<StoredEvent> events = drain(store.read(CART));
        for (StoredEvent bad : events.subList(0, 3)) {
            SerializationException e = assertThrows(SerializationException.class, bad::payload);
            String message = String.valueOf(e.getMessage());
            assertTrue(message.startsWith("The ItemAdded at version " + bad.version() + " of stream cart/42"), message);
        }
        assertEquals(new Added("tea", "EUR"), events.get(3).payload());
    }

    @Test
    @DisplayName("a tree that becomes text is the same tree again, special characters and all")
    void tree() {
        Converters converters = Converters.found();
        Payload<String> text = xml("<a b=\"&quot;&amp;\"><c/>é€😀&#13;<d>x</d> mixed </a>");
        var tree = converters.convert(text, XmlTree.REPRESENTATION);
        Payload<String> back = converters.convert(tree, Representation.XML);
        assertTrue(
                tree.value()
                        .isEqualNode(
                                converters.convert(back, XmlTree.REPRESENTATION).value()),
                back.value());
    }

    private static Payload<String> xml(String text) {
        return new Payload<>(Representation.XML, text);
    }
}
