package org.synapse4j.tckmutants;

import static org.synapse4j.tckmutants.DelegatingCursor.edited;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Part;

/** Mutants that the rules DATA reject. */
final class DataMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "cuts texts at 65,536 characters",
                    "DATA-1",
                    "payload",
                    json(text -> text.substring(0, Math.min(text.length(), 65_536)))),
            Mutant.of(
                    "knows no characters beyond the first plane",
                    "DATA-2",
                    "payload, from character",
                    json(text -> text.replace("\ud83d\uded2", "\ufffd"))),
            Mutant.of(
                    "undoes escapes twice",
                    "DATA-2",
                    "payload, from character",
                    json(text -> text.replace("\\\\", ""))),
            Mutant.of(
                    "takes an empty object for nothing",
                    "DATA-3",
                    "payload, from character",
                    json(text -> text.replace("{}", "null"))),
            Mutant.of(
                    "keeps no trailing zeros",
                    "DATA-4",
                    "payload, from character 8 ==> expected: <0,",
                    json(text -> text.replace("1.10", "1.1"))),
            Mutant.of(
                    "keeps numbers as floating-point numbers",
                    "DATA-4",
                    "expected: <3,",
                    json(text -> text.replace("9007199254740993", "9007199254740992"))),
            Mutant.of(
                    "writes decimals from ten million up as a double's text, without its scale",
                    "DATA-4",
                    "payload, from character",
                    json(text -> text.replace("10000000.10", "1.00000001E7"))),
            Mutant.of(
                    "writes another character for a dot in a key",
                    "DATA-5",
                    "payload, from character",
                    json(text -> text.replace("\"a.b\":", "\"a_b\":"))),
            Mutant.of(
                    "reads extended JSON",
                    "DATA-6",
                    "payload, from character",
                    json(text -> text.replace("{\"$numberLong\":\"1\"}", "1"))),
            Mutant.of(
                    "keeps the last of the keys that stand twice",
                    "DATA-7",
                    "The payload {\"a\":1,\"a\":2}",
                    json(text -> text.replace("\"a\":1,\"a\"", "\"a\""))),
            Mutant.of(
                    "sorts keys",
                    "DATA-7",
                    "The payload {\"b\":1,\"a\":2",
                    json(text -> text.replace("\"b\":1,\"a\":2", "\"a\":2,\"b\":1"))),
            Mutant.of("leaves nulls out", "DATA-8", "payload, from character", json(text -> text.replace("null,", ""))),
            Mutant.of("refuses what is nested more than 100 levels deep", "DATA-9", "is refused", refusing(text -> {
                if (text.startsWith("[{\"a\":".repeat(51))) {
                    throw new InvalidValueException("payload", "is too deep");
                }
            })),
            Mutant.of(
                    "calls itself for each level, on the stack that it is given",
                    "DATA-9",
                    "On a stack of 512 KiB",
                    refusing(DataMutants::descend)),
            Mutant.of(
                    "calls itself for each level",
                    "DATA-10",
                    "is refused by an error that is no PermanentException",
                    refusing(text -> {
                        if (text.startsWith("[{\"a\":".repeat(10_000))) {
                            throw new StackOverflowError();
                        }
                    })),
            Mutant.of(
                    "lets its parser's exception out",
                    "DATA-11",
                    "is refused by an error that is no PermanentException",
                    refusing(text -> {
                        if (text.equals("{'a':1}")) {
                            throw new IllegalArgumentException("unexpected character");
                        }
                    })),
            Mutant.of(
                    "reads more than JSON",
                    "DATA-11",
                    "The payload [NaN]: event 1 of 2 delivered, payload",
                    json(text -> text.replace("NaN", "\"NaN\""))),
            Mutant.of(
                    "keeps seven bits of a byte",
                    "DATA-12",
                    "payload ==>",
                    payloads(payload -> payload.value() instanceof Bytes bytes && bytes.size() == 256
                            ? new Payload<>(Representation.BYTES, sevenBits(bytes))
                            : payload)),
            Mutant.of(
                    "forgets the name of a representation that it does not know",
                    "DATA-12",
                    "representation of the payload",
                    payloads(payload -> payload.value() instanceof Bytes bytes
                            ? new Payload<>(Representation.BYTES, bytes)
                            : payload)),
            Mutant.of(
                    "takes an empty value for an absent one",
                    "DATA-13",
                    "metadata ==>",
                    metadata(metadata -> metadata.values().removeIf(String::isEmpty))),
            Mutant.of(
                    "loses metadata whose keys begin with $",
                    "DATA-13",
                    "metadata ==>",
                    metadata(metadata -> metadata.keySet().removeIf(key -> key.startsWith("$")))),
            Mutant.of(
                    "takes metadata with the name of a field for that field",
                    "DATA-14",
                    "Key stream: event 0 of 1 delivered, metadata",
                    metadata(metadata -> metadata.remove("stream"))),
            Mutant.of(
                    "puts metadata and payload into one document",
                    "DATA-14",
                    "payload, from character",
                    events(event -> event.metadata().containsKey("type")
                            ? event.withPayload(Payload.json("{\"type\":\"in the metadata\"}"))
                            : event)),
            Mutant.of(
                    "cuts tags at the second colon", "DATA-15", "tags ==>", tags(tag -> Tag.of(upToSecondColon(tag)))),
            Mutant.of(
                    "cuts type names at 255 bytes",
                    "DATA-16",
                    "type name ==>",
                    events(event -> named(
                            event,
                            event.type()
                                    .value()
                                    .substring(
                                            0,
                                            Math.min(255, event.type().value().length()))))),
            Mutant.of(
                    "trims type names",
                    "DATA-16",
                    "type name ==>",
                    events(event -> named(event, event.type().value().strip()))),
            Mutant.of(
                    "keeps times to the microsecond",
                    "DATA-17",
                    "time ==>",
                    events(event -> at(event, event.time().truncatedTo(ChronoUnit.MICROS)))),
            Mutant.of(
                    "divides times before 1970 towards zero",
                    "DATA-17",
                    "Time 1969-12-31T23:59:59.999999999Z",
                    events(event -> event.time().isBefore(Instant.EPOCH)
                            ? at(event, event.time().plusSeconds(1))
                            : event)),
            Mutant.of(
                    "makes event ids itself",
                    "DATA-18",
                    "The event id that was given",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            List<NewSerializedEvent> own = append.events().stream()
                                    .map(added -> added.idGiven() ? withFreshId(added) : added)
                                    .toList();
                            return super.append(id, new Part(append.stream(), append.expected(), own));
                        }
                    }),
            Mutant.of(
                    "refuses an event exactly at the limit",
                    "DATA-19",
                    "Text at the limit is refused",
                    limits(limits -> new StorageLimits(
                            limits.eventSize() - 1,
                            limits.commitSize(),
                            limits.commitEvents(),
                            limits.snapshotSize()))),
            Mutant.of(
                    "takes an event above the limit that it declares",
                    "DATA-19",
                    "An event above the limit",
                    declaring(limits -> new StorageLimits(5_000, 40_000, limits.commitEvents(), 5_000))),
            Mutant.of(
                    "stores the events before one that is too large",
                    "DATA-19",
                    "An event above the limit is refused, but the stream has a head",
                    DataMutants::storingTheFirst),
            Mutant.of(
                    "refuses a commit exactly at the limit",
                    "DATA-20",
                    "A commit at the limit of size is refused",
                    limits(limits -> new StorageLimits(
                            Math.min(limits.eventSize(), limits.commitSize() - 1),
                            limits.commitSize() - 1,
                            limits.commitEvents(),
                            limits.snapshotSize()))),
            Mutant.of(
                    "takes a commit above the limit that it declares",
                    "DATA-20",
                    "A commit above the limit of size",
                    declaring(limits -> new StorageLimits(5_000, 40_000, limits.commitEvents(), 5_000))),
            Mutant.of(
                    "refuses a commit exactly at the limit of events",
                    "DATA-21",
                    "A commit at the limit of events is refused",
                    limits(limits -> new StorageLimits(
                            limits.eventSize(),
                            limits.commitSize(),
                            limits.commitEvents() - 1,
                            limits.snapshotSize()))),
            Mutant.of(
                    "takes more events than it declares",
                    "DATA-21",
                    "A commit above the limit of events",
                    declaring(limits ->
                            new StorageLimits(limits.eventSize(), limits.commitSize(), 50, limits.snapshotSize()))),
            Mutant.of(
                    "stores the events before one that cannot be stored",
                    "DATA-22",
                    "A payload that is neither text nor bytes is refused, but the stream has a head",
                    DataMutants::storingTheFirst),
            Mutant.of(
                    "stores the text of an object that is neither text nor bytes",
                    "DATA-22",
                    "A payload that is neither text nor bytes",
                    payloadsBefore(payload -> payload.value() instanceof Integer number
                            ? new Payload<>(Representation.text("number"), number.toString())
                            : payload)),
            Mutant.of(
                    "keeps one representation of text for a commit",
                    "DATA-23",
                    "representation of the payload",
                    events(new UnaryOperator<>() {
                        private final Map<String, Representation<String>> first = new HashMap<>();

                        @Override
                        public SerializedEvent apply(SerializedEvent event) {
                            return event.payload().value() instanceof String text
                                            && event.type().value().equals("Tested")
                                    ? event.withPayload(new Payload<>(
                                            first.computeIfAbsent(
                                                    "text",
                                                    key -> Representation.text(event.payload()
                                                            .representation()
                                                            .name())),
                                            text))
                                    : event;
                        }
                    })),
            Mutant.of(
                    "delivers no metadata in the feed",
                    "DATA-24",
                    "metadata ==>",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            return Changes.feed(
                                    read,
                                    edited(
                                            super.read(read),
                                            events -> events.replaceAll(
                                                    stored -> with(stored, withMetadata(stored.event(), Map.of())))));
                        }
                    }),
            Mutant.of(
                    "has one kind of line end in XML",
                    "DATA-25",
                    "payload, from character",
                    payloads(payload -> payload.representation().equals(Representation.XML)
                            ? new Payload<>(
                                    Representation.XML,
                                    payload.in(Representation.XML).replace('\r', '\n'))
                            : payload)),
            Mutant.of(
                    "leaves out what no XML may hold",
                    "DATA-25",
                    "payload, from character",
                    payloads(payload -> payload.representation().equals(Representation.XML)
                            ? new Payload<>(
                                    Representation.XML,
                                    payload.in(Representation.XML).replace("\uffff", ""))
                            : payload)),
            Mutant.of(
                    "keeps times as the clock on the wall shows them",
                    "DATA-26",
                    "Times in zone Europe/Berlin",
                    events(event -> at(
                            event,
                            LocalDateTime.ofInstant(event.time(), ZoneId.systemDefault())
                                    .atZone(ZoneId.systemDefault())
                                    .toInstant()))));

    private DataMutants() {}

    /** Changes events as it reads them. */
    private static UnaryOperator<StorageStrategy> events(UnaryOperator<SerializedEvent> change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public Cursor<StoredSerializedEvent> read(StreamRead read) {
                return edited(
                        super.read(read),
                        events -> events.replaceAll(stored -> with(stored, change.apply(stored.event()))));
            }
        };
    }

    private static UnaryOperator<StorageStrategy> payloads(UnaryOperator<Payload<?>> change) {
        return events(event -> event.withPayload(change.apply(event.payload())));
    }

    private static UnaryOperator<StorageStrategy> json(UnaryOperator<String> change) {
        return payloads(payload -> payload.representation().equals(Representation.JSON)
                ? Payload.json(change.apply(payload.in(Representation.JSON)))
                : payload);
    }

    private static UnaryOperator<StorageStrategy> metadata(Consumer<Map<String, String>> change) {
        return events(event -> {
            Map<String, String> metadata = new HashMap<>(event.metadata());
            change.accept(metadata);
            return withMetadata(event, metadata);
        });
    }

    private static UnaryOperator<StorageStrategy> tags(UnaryOperator<Tag> change) {
        return events(event -> {
            Set<Tag> tags = event.tags().stream().map(change).collect(Collectors.toCollection(LinkedHashSet::new));
            return new SerializedEvent(
                    event.id(), event.type(), event.revision(), tags, event.payload(), event.metadata(), event.time());
        });
    }

    /** Changes payloads before it stores them. */
    private static UnaryOperator<StorageStrategy> payloadsBefore(UnaryOperator<Payload<?>> change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public AppendResult append(CommitId id, Part append) {
                List<NewSerializedEvent> changed = append.events().stream()
                        .map(added -> added.with(added.event()
                                .withPayload(change.apply(added.event().payload()))))
                        .toList();
                return super.append(id, new Part(append.stream(), append.expected(), changed));
            }
        };
    }

    /** Looks at the JSON that is to be stored, and may throw. */
    private static UnaryOperator<StorageStrategy> refusing(Consumer<String> look) {
        return payloadsBefore(payload -> {
            if (payload.representation().equals(Representation.JSON)) {
                look.accept(payload.in(Representation.JSON));
            }
            return payload;
        });
    }

    /**
     * The fate of a parser that takes 600 bytes of the stack for each level: 1,000 levels fit into the usual stack, and not into
     * the small one, which the rule names so. Really descending would depend on the compiler.
     */
    private static void descend(String text) {
        if (text.length() > 1_000 && Thread.currentThread().getName().equals("small stack")) {
            throw new StackOverflowError();
        }
    }

    /** Keeps to other limits than it declares. */
    private static UnaryOperator<StorageStrategy> limits(UnaryOperator<StorageLimits> change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public AppendResult append(CommitId id, Part append) {
                change.apply(limits()).check(Changes.commit(id, append));
                return super.append(id, append);
            }
        };
    }

    /** Declares other limits than it keeps to. */
    private static UnaryOperator<StorageStrategy> declaring(UnaryOperator<StorageLimits> change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public StorageLimits limits() {
                return change.apply(super.limits());
            }
        };
    }

    private static StorageStrategy storingTheFirst(StorageStrategy right) {
        return new DelegatingStorage(right) {
            @Override
            public AppendResult append(CommitId id, Part append) {
                try {
                    return super.append(id, append);
                } catch (TooLargeException | InvalidValueException e) {
                    List<NewSerializedEvent> first =
                            append.events().subList(0, append.events().size() - 1);
                    super.append(id, new Part(append.stream(), ExpectedVersion.any(), first));
                    throw e;
                }
            }
        };
    }

    private static StoredSerializedEvent with(StoredSerializedEvent stored, SerializedEvent event) {
        return new StoredSerializedEvent(stored.place(), stored.commitId(), event);
    }

    private static SerializedEvent withMetadata(SerializedEvent event, Map<String, String> metadata) {
        return new SerializedEvent(
                event.id(), event.type(), event.revision(), event.tags(), event.payload(), metadata, event.time());
    }

    private static NewSerializedEvent withFreshId(NewSerializedEvent added) {
        SerializedEvent event = added.event();
        return new NewSerializedEvent(
                added.stream(),
                new SerializedEvent(
                        EventId.fresh(),
                        event.type(),
                        event.revision(),
                        event.tags(),
                        event.payload(),
                        event.metadata(),
                        event.time()),
                false,
                added.timeGiven());
    }

    private static SerializedEvent named(SerializedEvent event, String type) {
        return new SerializedEvent(
                event.id(),
                TypeName.of(type),
                event.revision(),
                event.tags(),
                event.payload(),
                event.metadata(),
                event.time());
    }

    private static SerializedEvent at(SerializedEvent event, Instant time) {
        return new SerializedEvent(
                event.id(), event.type(), event.revision(), event.tags(), event.payload(), event.metadata(), time);
    }

    private static Bytes sevenBits(Bytes bytes) {
        byte[] array = bytes.toArray();
        for (int i = 0; i < array.length; i++) {
            array[i] &= 0x7f;
        }
        return Bytes.of(array);
    }

    private static String upToSecondColon(Tag tag) {
        int colon = tag.value().indexOf(':');
        return colon < 0 ? tag.toString() : tag.key() + ":" + tag.value().substring(0, colon);
    }
}
