package org.synapse4j.eventstoretests;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.Serial;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.synapse4j.jackson.JacksonSerializer;

/**
 * All that a parser tells a deserialiser, token by token. Numbers are asked for in several orders, since what a parser says of one
 * depends on what it was asked before.
 *
 * @param all what it told
 */
record Tokens(List<Object> all) {
    private static final List<Question> NUMBER = List.of(
            JsonParser::getNumberType,
            JsonParser::getDecimalValue,
            JsonParser::getDoubleValue,
            JsonParser::getFloatValue,
            JsonParser::getNumberValueDeferred,
            JsonParser::getNumberValueExact,
            JsonParser::getNumberValue,
            JsonParser::getIntValue,
            JsonParser::getLongValue,
            JsonParser::getBigIntegerValue,
            JsonParser::getText);

    static final int ORDERS = NUMBER.size();

    /** A question to a parser. */
    private interface Question {
        Object of(JsonParser parser) throws IOException;
    }

    /** A serialiser that reads these, and asks beginning with the one of this number. */
    static JacksonSerializer serializer(int order) {
        SimpleModule module = new SimpleModule().addDeserializer(Tokens.class, new Recorder(order));
        return new JacksonSerializer(JsonMapper.builder().addModule(module).build());
    }

    private static final class Recorder extends StdDeserializer<Tokens> {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int order;

        Recorder(int order) {
            super(Tokens.class);
            this.order = order;
        }

        @Override
        public Tokens deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            List<Object> all = new ArrayList<>();
            int open = 0;
            do {
                JsonToken token = parser.currentToken();
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                all.add(token);
                all.add(String.valueOf(parser.currentName()));
                all.add(parser.getParsingContext().pathAsPointer().toString());
                all.add(parser.getParsingContext().getCurrentIndex());
                if (token.isNumeric()) {
                    for (int i = 0; i < ORDERS; i++) {
                        all.add(answer(parser, NUMBER.get((i + order) % ORDERS)));
                    }
                    all.add(parser.getNumberTypeFP());
                    all.add(parser.isNaN());
                }
                texts(parser, all);
            } while (open > 0 && parser.nextToken() != null);
            return new Tokens(all);
        }

        private static void texts(JsonParser parser, List<Object> all) throws IOException {
            all.add(parser.getText());
            all.add(String.valueOf(parser.getValueAsString()));
            all.add(String.valueOf(parser.getValueAsString("absent")));
            all.add(new String(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength()));
            StringWriter written = new StringWriter();
            all.add(parser.getText(written));
            all.add(written.toString());
            all.add(answer(parser, JsonParser::getValueAsBoolean));
            all.add(answer(parser, JsonParser::getValueAsDouble));
            all.add(answer(parser, JsonParser::getValueAsLong));
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                all.add(answer(parser, string -> Arrays.toString(string.getBinaryValue())));
            }
        }

        private static Object answer(JsonParser parser, Question question) {
            try {
                Object answer = question.of(parser);
                return List.of(answer, answer.getClass());
            } catch (IOException | RuntimeException e) {
                return e.getClass();
            }
        }
    }
}
