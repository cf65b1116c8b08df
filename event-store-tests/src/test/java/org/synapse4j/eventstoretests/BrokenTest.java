package org.synapse4j.eventstoretests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Converter;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.jackson.JacksonSerializer;
import org.synapse4j.jackson.JsonTree;
import org.synapse4j.tck.serialization.ConverterSubject;
import org.synapse4j.tck.serialization.SerializationRules;

/** Each rule rejects what breaks it, with the message expected. */
@DisplayName("The rules for serialisers, converters and upcasters")
class BrokenTest {
    /**
     * Something broken in one small way.
     *
     * @param rule the rule that must reject it
     * @param name what it gets wrong, in words
     * @param message a part of the message expected
     */
    private record Broken(String rule, String name, String message, Object subject) {}

    private static final List<Broken> BROKEN = List.of(
            serializer("SERIALIZE-1", "does not read what it writes", "but does not read it", new BrokenSerializer() {
                @Override
                public boolean reads(Representation<?> representation) {
                    return false;
                }
            }),
            serializer("SERIALIZE-2", "loses zeroes of decimals", "does not come back equal", new BrokenSerializer() {
                @Override
                String written(String json) {
                    return json.replace("2.50", "2.5");
                }
            }),
            serializer(
                    "SERIALIZE-3", "labels payloads as it likes", "in another representation", new BrokenSerializer() {
                        @Override
                        @SuppressWarnings("unchecked") // the lie that the rule is about
                        public <V> Payload<V> serialize(Object object, Representation<V> representation) {
                            return (Payload<V>) new Payload<>(
                                    Representation.text("mine"),
                                    super.serialize(object, Representation.JSON).value());
                        }
                    }),
            serializer("SERIALIZE-4", "mixes in a counter", "written differently", new BrokenSerializer() {
                private final AtomicInteger count = new AtomicInteger();

                @Override
                String written(String json) {
                    return "{\"n\":" + count.incrementAndGet() + "," + json.substring(1);
                }
            }),
            serializer("SERIALIZE-5", "stores class names", "The class name", new BrokenSerializer() {
                @Override
                public <V> Payload<V> serialize(Object object, Representation<V> representation) {
                    String json = super.serialize(object, Representation.JSON).value();
                    return new Payload<>(
                            representation,
                            representation
                                    .type()
                                    .cast("{\"@class\":\"" + object.getClass().getName() + "\"," + json.substring(1)));
                }
            }),
            serializer(
                    "SERIALIZE-6",
                    "lets its library's exception through",
                    "not a SerializationException",
                    new BrokenSerializer() {
                        @Override
                        public <V> Payload<V> serialize(Object object, Representation<V> representation) {
                            try {
                                return super.serialize(object, representation);
                            } catch (SerializationException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    }),
            serializer(
                    "SERIALIZE-7",
                    "shows what it cannot read",
                    "The message shows the payload",
                    new BrokenSerializer() {
                        @Override
                        public <T> T deserialize(Payload<?> payload, Class<T> type) {
                            try {
                                return super.deserialize(payload, type);
                            } catch (SerializationException e) {
                                throw new SerializationException("Cannot read " + payload.value(), e);
                            }
                        }
                    }),
            serializer("SERIALIZE-7", "mends what is cut off", "is accepted", new BrokenSerializer() {
                @Override
                String read(String json) {
                    return json.endsWith("}") ? json : "{}";
                }
            }),
            serializer("SERIALIZE-8", "reads the first of two values", "is accepted", new BrokenSerializer() {
                @Override
                String read(String json) {
                    return json.substring(
                            0,
                            json.length() % 2 == 0 && json.startsWith(json.substring(json.length() / 2))
                                    ? json.length() / 2
                                    : json.length());
                }
            }),
            serializer("SERIALIZE-9", "reads whatever it is given", "It says that it reads", new BrokenSerializer() {
                @Override
                public boolean reads(Representation<?> representation) {
                    return true;
                }
            }),
            serializer(
                    "SERIALIZE-10",
                    "has one buffer for all threads",
                    "Threads disturb each other",
                    new BrokenSerializer() {
                        private volatile String buffer = "";

                        @Override
                        String read(String json) {
                            buffer = json;
                            for (int i = 0; i < 1_000; i++) {
                                Thread.onSpinWait();
                            }
                            return buffer;
                        }
                    }),
            serializer("SERIALIZE-11", "is never content", "It has something to say", new BrokenSerializer() {
                @Override
                public List<String> check(Class<?> type) {
                    return List.of(type.getName() + " has a name");
                }
            }),
            serializer(
                    "SERIALIZE-12",
                    "writes times as text anywhere",
                    "comes back as something else",
                    new BrokenSerializer(new JacksonSerializer().trusting(Instant.class))),
            serializer(
                    "SERIALIZE-13",
                    "recurses until the stack is full",
                    "is a java.lang.StackOverflowError",
                    new BrokenSerializer() {
                        @Override
                        public <V> Payload<V> serialize(Object object, Representation<V> representation) {
                            try {
                                return super.serialize(object, representation);
                            } catch (SerializationException e) {
                                throw new StackOverflowError();
                            }
                        }
                    }),
            serializer("SERIALIZE-14", "ignores what it does not know", "is accepted", new BrokenSerializer() {
                @Override
                String read(String json) {
                    return json.equals("{\"text\":\"x\"}") ? "{}" : json;
                }
            }),
            serializer("SERIALIZE-15", "has one kind of line end", "comes back as another one", new BrokenSerializer() {
                @Override
                String written(String json) {
                    return json.replace("\\r", "\\n");
                }
            }),
            converter(
                    "CONVERT-1",
                    "leads to where it comes from",
                    "It leads nowhere",
                    new Bent(Representation.JSON, Function.identity(), Function.identity())),
            converter(
                    "CONVERT-2",
                    "sends numbers through double",
                    "not what went in",
                    new Bent(Representation.text("x"), json -> json.replace("2.50", "2.5"), Function.identity())),
            converter(
                    "CONVERT-3",
                    "leaves a key out",
                    "converted to the same",
                    new Bent(
                            Representation.text("x"),
                            json -> json.replace("\"b\":1", "").replaceAll("[,0-9]", ""),
                            Function.identity()) {
                        @Override
                        public boolean lossless() {
                            return false;
                        }
                    }),
            converter(
                    "CONVERT-4",
                    "takes what is malformed",
                    "is accepted",
                    new Bent(Representation.text("x"), Function.identity(), Function.identity())),
            upcaster("UPCAST-1", "leads to its own schema", "to itself", Upcaster.rename(Samples.OLD, Samples.OLD)),
            upcaster("UPCAST-2", "forgets to change", "Its parts differ", Upcaster.rename(Samples.OLD, Samples.NOW)),
            upcaster("UPCAST-3", "counts its calls", "something else each time", counting()),
            upcaster(
                    "UPCAST-4",
                    "makes up what is missing",
                    "is accepted",
                    JsonTree.change(
                            Samples.OLD,
                            Samples.NOW,
                            item -> item.put("quantity", item.path("count").asInt(2)))));

    @TestFactory
    @DisplayName("reject what is broken")
    Stream<DynamicTest> reject() {
        return BROKEN.stream()
                .map(broken -> DynamicTest.dynamicTest(broken.rule + " rejects what " + broken.name, () -> {
                    AssertionError failure = assertThrows(
                            AssertionError.class, () -> SerializationRules.test(method(broken.rule), broken.subject));
                    assertTrue(
                            String.valueOf(failure.getMessage()).contains(broken.message),
                            () -> "Rejected for another reason: " + failure.getMessage());
                }));
    }

    @Test
    @DisplayName("have each something broken that they reject")
    void all() {
        assertEquals(
                rules().map(method -> SerializationRules.rule(method).id()).collect(Collectors.toSet()),
                BROKEN.stream().map(Broken::rule).collect(Collectors.toSet()));
    }

    private static Upcaster<?> counting() {
        AtomicInteger calls = new AtomicInteger();
        return JsonTree.change(Samples.OLD, Samples.NOW, item -> item.put("call", calls.incrementAndGet()));
    }

    private static Broken serializer(String rule, String name, String message, BrokenSerializer broken) {
        return new Broken(rule, name, message, Samples.serializer(broken));
    }

    private static Broken converter(String rule, String name, String message, Bent broken) {
        return new Broken(
                rule,
                name,
                message,
                new ConverterSubject<>(broken, broken.turned(), Samples.jsonTexts(), List.of("malformed")));
    }

    private static Broken upcaster(String rule, String name, String message, Upcaster<?> broken) {
        return new Broken(rule, name, message, Samples.upcaster(broken));
    }

    private static Stream<Method> rules() {
        return SerializationRules.suites().stream().flatMap(suite -> SerializationRules.of(suite).stream());
    }

    private static Method method(String rule) {
        return rules().filter(method -> SerializationRules.rule(method).id().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    /** A converter of JSON text that does what it is told. */
    private static class Bent implements Converter<String, String> {
        private final Representation<String> to;
        private final Function<String, String> there;
        private final Function<String, String> back;

        Bent(Representation<String> to, Function<String, String> there, Function<String, String> back) {
            this.to = to;
            this.there = there;
            this.back = back;
        }

        @Override
        public Representation<String> from() {
            return Representation.JSON;
        }

        @Override
        public Representation<String> to() {
            return to;
        }

        @Override
        public String convert(String value) {
            return there.apply(value);
        }

        Converter<String, String> turned() {
            return new Converter<>() {
                @Override
                public Representation<String> from() {
                    return to;
                }

                @Override
                public Representation<String> to() {
                    return Representation.JSON;
                }

                @Override
                public String convert(String value) {
                    return back.apply(value);
                }
            };
        }
    }
}
