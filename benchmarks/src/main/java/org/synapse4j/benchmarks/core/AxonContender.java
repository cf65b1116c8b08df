package org.synapse4j.benchmarks.core;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.Repository;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.jspecify.annotations.Nullable;

/** Axon's bus, unit of work and repository, over events in memory, by stream: its own engine in memory looks at all events at each load. */
final class AxonContender {
    /** Shared by all turns, as ours is. */
    private static final Serializer JSON = JacksonSerializer.defaultSerializer();

    private AxonContender() {}

    static Contender of(boolean serialised) {
        EventStore store = EmbeddedEventStore.builder()
                .storageEngine(new Engine(serialised ? JSON : null))
                .build();
        Repository<AxonPurse> purses = EventSourcingRepository.builder(AxonPurse.class)
                .eventStore(store)
                .build();
        CommandBus bus = SimpleCommandBus.builder().build();
        AggregateAnnotationCommandHandler.<AxonPurse>builder()
                .aggregateType(AxonPurse.class)
                .repository(purses)
                .build()
                .subscribe(bus);
        return command -> bus.dispatch(
                new GenericCommandMessage<>(new AxonPurse.Put(command.purse(), command.coins())), (given, result) -> {
                    if (result.isExceptional()) {
                        throw new IllegalStateException(result.exceptionResult());
                    }
                });
    }

    /** An event whose payload and metadata are read from bytes; what else is said of it is at hand. */
    private record Entry(
            DomainEventMessage<?> of, SerializedObject<byte[]> payload, SerializedObject<byte[]> metadata) {
        DomainEventMessage<?> read(@Nullable Serializer serializer) {
            Objects.requireNonNull(serializer, "serializer");
            MetaData said = serializer.deserialize(metadata);
            return new GenericDomainEventMessage<>(
                    of.getType(),
                    of.getAggregateIdentifier(),
                    of.getSequenceNumber(),
                    new GenericMessage<>(of.getIdentifier(), serializer.<byte[], Object>deserialize(payload), said),
                    of::getTimestamp);
        }
    }

    /** Events by stream, as objects or serialised. */
    private static final class Engine implements EventStorageEngine {
        private final @Nullable Serializer serializer;
        private final Map<String, List<Object>> streams = new ConcurrentHashMap<>();

        Engine(@Nullable Serializer serializer) {
            this.serializer = serializer;
        }

        @Override
        public void appendEvents(List<? extends EventMessage<?>> events) {
            for (EventMessage<?> event : events) {
                DomainEventMessage<?> domain = (DomainEventMessage<?>) event;
                streams.computeIfAbsent(domain.getAggregateIdentifier(), id -> new CopyOnWriteArrayList<>())
                        .add(serializer == null ? domain : entry(domain, serializer));
            }
        }

        private static Entry entry(DomainEventMessage<?> event, Serializer serializer) {
            return new Entry(
                    event,
                    event.serializePayload(serializer, byte[].class),
                    event.serializeMetaData(serializer, byte[].class));
        }

        @Override
        public DomainEventStream readEvents(String aggregate, long first) {
            Stream<Object> found = streams.getOrDefault(aggregate, List.of()).stream();
            return DomainEventStream.of(found.map(
                    event -> event instanceof Entry entry ? entry.read(serializer) : (DomainEventMessage<?>) event));
        }

        @Override
        public Stream<? extends TrackedEventMessage<?>> readEvents(TrackingToken token, boolean mayBlock) {
            return Stream.of();
        }

        @Override
        public void storeSnapshot(DomainEventMessage<?> snapshot) {}

        @Override
        public Optional<DomainEventMessage<?>> readSnapshot(String aggregate) {
            return Optional.empty();
        }
    }
}
