package org.synapse4j.benchmarks;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Revision;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;

/** The event that all benchmarks append and read, as an object and as a storage sees it. */
public record Sale(String item, int quantity, BigDecimal price) {
    static final EventTypes TYPES = EventTypes.builder().add("Sale", Sale.class).build();
    static final Sale SALE = new Sale("tea", 2, new BigDecimal("4.50"));

    private static final Payload<String> PAYLOAD = Payload.json("{\"item\":\"tea\",\"quantity\":2,\"price\":4.50}");

    static SerializedCommit serialized(StreamId stream) {
        SerializedEvent event = new SerializedEvent(
                EventId.fresh(), TypeName.of("Sale"), Revision.FIRST, Set.of(), PAYLOAD, Map.of(), Instant.now());
        return SerializedCommit.of(
                CommitId.fresh(), stream, ExpectedVersion.any(), List.of(NewSerializedEvent.of(stream, event)));
    }
}
