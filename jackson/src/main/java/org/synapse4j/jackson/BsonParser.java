package org.synapse4j.jackson;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.base.ParserBase;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one BSON document, the same that Jackson's parser makes of its JSON text (ADR 13): integers by their size, doubles and
 * decimals as numbers with a fraction, whose text is the shortest that says them. Other values than JSON has are refused. What
 * becomes of a number between its forms is left to Jackson's own base class, so that it is what becomes of one in text.
 * Strings and the text of numbers are made when they are asked for. For one thread.
 */
final class BsonParser extends ParserBase {
    private static final int DOUBLE = 1;
    private static final int STRING = 2;
    private static final int DOCUMENT = 3;
    private static final int ARRAY = 4;
    private static final int BOOLEAN = 8;
    private static final int NULL = 10;
    private static final int INT32 = 16;
    private static final int INT64 = 18;
    private static final int DECIMAL128 = 19;

    /** No number of BSON has more digits, those of the exponent among them. */
    private static final int DIGITS = 64;

    private final BsonBytes bytes;
    private final BsonNames names;
    private final boolean fewDigits;
    private @Nullable ObjectCodec codec;
    private BsonContext context;

    /** The type of the value whose name is the current token; 0 where there is none. */
    private int named;

    private int tokenAt;
    private int stringAt;
    private double binary;

    /** The current number if it is a decimal128. */
    private @Nullable BigDecimal decimal;

    private @Nullable String text;

    BsonParser(IOContext io, int features, @Nullable ObjectCodec codec, BsonBytes bytes, BsonNames names) {
        super(io, features);
        this.codec = codec;
        this.bytes = bytes;
        this.names = names;
        this.tokenAt = bytes.at();
        this.fewDigits = _streamReadConstraints.getMaxNumberLength() < DIGITS;
        context = BsonContext.root(_parsingContext.getDupDetector());
        _parsingContext = context;
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        _binaryValue = null;
        _numTypesValid = NR_UNKNOWN;
        text = null;
        tokenAt = bytes.at();
        int type = named;
        if (type != 0) {
            named = 0;
            return _updateToken(value(type));
        }
        if (_closed) {
            return _updateTokenToNull();
        }
        BsonContext here = context;
        if (here.inRoot()) {
            if (here.getEntryCount() == 0) {
                here.expectComma();
                return _updateToken(value(DOCUMENT));
            }
            close();
            return _updateTokenToNull();
        }
        type = bytes.takeType();
        if (type == 0) {
            bytes.close(here.outerEnd());
            context = here.close();
            _parsingContext = context;
            return _updateToken(here.inArray() ? JsonToken.END_ARRAY : JsonToken.END_OBJECT);
        }
        here.expectComma();
        if (here.inArray()) {
            bytes.skipName();
            return _updateToken(value(type));
        }
        named = type;
        String name = bytes.takeName(names);
        _streamReadConstraints.validateNameLength(name.length());
        here.setCurrentName(name);
        return _updateToken(JsonToken.FIELD_NAME);
    }

    private JsonToken value(int type) throws IOException {
        switch (type) {
            case DOCUMENT -> {
                return open(JsonToken.START_OBJECT);
            }
            case ARRAY -> {
                return open(JsonToken.START_ARRAY);
            }
            case STRING -> {
                stringAt = bytes.at();
                bytes.skipString();
                return JsonToken.VALUE_STRING;
            }
            case BOOLEAN -> {
                return bytes.takeByte() == 0 ? JsonToken.VALUE_FALSE : JsonToken.VALUE_TRUE;
            }
            case NULL -> {
                return JsonToken.VALUE_NULL;
            }
            case INT32 -> {
                return integer(bytes.takeInt());
            }
            case INT64 -> {
                return integer(bytes.takeLong());
            }
            case DOUBLE -> {
                binary = Double.longBitsToDouble(bytes.takeLong());
                decimal = null;
                return fraction(Double.isFinite(binary));
            }
            case DECIMAL128 -> {
                decimal = BsonDecimal.decode(bytes.takeLong(), bytes.takeLong());
                return fraction(decimal != null);
            }
            default ->
                throw new BsonException("there is a BSON value of type " + type + ", which no JSON becomes", tokenAt);
        }
    }

    private JsonToken open(JsonToken start) throws IOException {
        int outerEnd = bytes.open(context.inRoot());
        context = context.open(start == JsonToken.START_ARRAY, tokenAt, outerEnd);
        _parsingContext = context;
        _streamReadConstraints.validateNestingDepth(context.getNestingDepth());
        return start;
    }

    private JsonToken integer(long value) throws IOException {
        if (value == (int) value) {
            _numberInt = (int) value;
            _numTypesValid = NR_INT;
        } else {
            _numberLong = value;
            _numTypesValid = NR_LONG;
        }
        return number(JsonToken.VALUE_NUMBER_INT);
    }

    private JsonToken fraction(boolean known) throws IOException {
        if (!known) {
            throw new BsonException("there is a BSON number that JSON does not have", tokenAt);
        }
        return number(JsonToken.VALUE_NUMBER_FLOAT);
    }

    private JsonToken number(JsonToken token) throws IOException {
        _numberString = null;
        if (fewDigits) {
            _streamReadConstraints.validateFPLength(
                    (int) numberText(token).chars().filter(Character::isDigit).count());
        }
        return token;
    }

    /** The text that Jackson's parser would have met. */
    private String numberText(JsonToken token) {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return (_numTypesValid & NR_INT) != 0
                    ? NumberOutput.toString(_numberInt)
                    : NumberOutput.toString(_numberLong);
        }
        if (decimal == null) {
            return NumberOutput.toString(binary, true);
        }
        // Without an exponent it would be an integer.
        return decimal.scale() == 0 ? decimal + "E0" : decimal.toString();
    }

    /** The base class makes of text what it is asked for; what is at hand need not be made. */
    @Override
    protected void _parseNumericValue(int wanted) throws IOException {
        if (_currToken == JsonToken.VALUE_NUMBER_FLOAT) {
            if (wanted == NR_BIGDECIMAL && decimal != null) {
                _numberBigDecimal = decimal;
                _numTypesValid = NR_BIGDECIMAL;
                return;
            }
            if (wanted == NR_DOUBLE && decimal == null) {
                _numberDouble = binary;
                _numTypesValid = NR_DOUBLE;
                return;
            }
            _textBuffer.resetWithString(getText());
        }
        super._parseNumericValue(wanted);
    }

    @Override
    public Object getNumberValueDeferred() throws IOException {
        boolean asText = _currToken == JsonToken.VALUE_NUMBER_FLOAT && _numTypesValid == NR_UNKNOWN;
        return asText ? Objects.requireNonNull(getText()) : super.getNumberValueDeferred();
    }

    @Override
    public NumberTypeFP getNumberTypeFP() {
        return NumberTypeFP.UNKNOWN;
    }

    @Override
    public @Nullable String getText() throws IOException {
        JsonToken token = _currToken;
        if (token == null) {
            return null;
        }
        if (token == JsonToken.FIELD_NAME) {
            return _parsingContext.getCurrentName();
        }
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            return token.asString();
        }
        String known = text;
        if (known == null) {
            known = token == JsonToken.VALUE_STRING ? string() : numberText(token);
            text = known;
        }
        return known;
    }

    private String string() throws IOException {
        String string = bytes.string(stringAt);
        _streamReadConstraints.validateStringLength(string.length());
        return string;
    }

    @Override
    public char @Nullable [] getTextCharacters() throws IOException {
        String all = getText();
        return all == null ? null : all.toCharArray();
    }

    @Override
    public int getTextLength() throws IOException {
        String all = getText();
        return all == null ? 0 : all.length();
    }

    @Override
    public int getTextOffset() {
        return 0;
    }

    /** True if the current token is a string. */
    @Override
    public boolean hasTextCharacters() {
        return false;
    }

    @Override
    public int readBinaryValue(Base64Variant variant, OutputStream out) throws IOException {
        byte[] value = getBinaryValue(variant);
        out.write(value);
        return value.length;
    }

    @Override
    public @Nullable ObjectCodec getCodec() {
        return codec;
    }

    @Override
    public void setCodec(@Nullable ObjectCodec other) {
        codec = other;
    }

    /** The same as {@link #currentLocation}; the base class leaves it to this one. */
    @Override
    @Deprecated
    public JsonLocation getCurrentLocation() {
        return BsonException.location(bytes.at());
    }

    /** The same as {@link #currentTokenLocation}. */
    @Override
    @Deprecated
    public JsonLocation getTokenLocation() {
        return BsonException.location(tokenAt);
    }

    /** There is nothing to close: the bytes are at hand. */
    @Override
    protected void _closeInput() {}
}
