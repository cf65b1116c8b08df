package org.synapse4j.jackson;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Refuses what could not be read back, at the place where it would be written: numbers that JSON does not have, text that UTF-8
 * does not have, a key twice, what nobody checked, and what is deeper or longer than a reader takes. For one payload.
 */
final class StrictGenerator extends JsonGeneratorDelegate {
    /** The most characters that a decimal's text has besides its digits: sign, point, exponent. */
    private static final int DECIMAL_SIGNS = 16;

    private final StreamReadConstraints readable;
    private final Decimals decimals;
    private final OpenNames names;

    /** How many places are open around what is written now. */
    private int open;

    /**
     * A generator that writes to another one.
     *
     * @param readable what a reader takes
     * @param levels how many levels a reader takes, as far as that is less
     * @param decimals those without a fraction, as the format writes them
     */
    StrictGenerator(JsonGenerator target, StreamReadConstraints readable, int levels, Decimals decimals) {
        super(target, false);
        this.readable = readable;
        this.decimals = decimals;
        this.names = new OpenNames(Math.min(levels, readable.getMaxNestingDepth()));
    }

    /** A refused value. The message shows no contents. */
    static final class Refused extends JsonGenerationException {
        private static final long serialVersionUID = 1L;

        Refused(String problem, JsonGenerator generator) {
            super(problem, generator);
        }
    }

    /** From here to {@link #closePlace}, decimals are written so that they are none of the integers. */
    void openPlace() {
        open++;
    }

    void closePlace() {
        open--;
    }

    /** Refuses so many more levels, if they are more than a reader takes. */
    void requireLevels(int more) throws Refused {
        if (names.depth() + more > names.maxDepth()) {
            throw new Refused("it has more than " + names.maxDepth() + " levels", this);
        }
    }

    @Override
    public void writeStartObject() throws IOException {
        begin();
        super.writeStartObject();
    }

    @Override
    public void writeStartObject(Object forValue) throws IOException {
        begin();
        super.writeStartObject(forValue);
    }

    @Override
    public void writeStartObject(Object forValue, int size) throws IOException {
        begin();
        super.writeStartObject(forValue, size);
    }

    @Override
    public void writeEndObject() throws IOException {
        super.writeEndObject();
        names.end();
    }

    @Override
    public void writeStartArray() throws IOException {
        begin();
        super.writeStartArray();
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // as Jackson declares it
    public void writeStartArray(int size) throws IOException {
        begin();
        super.writeStartArray(size);
    }

    @Override
    public void writeStartArray(Object forValue) throws IOException {
        begin();
        super.writeStartArray(forValue);
    }

    @Override
    public void writeStartArray(Object forValue, int size) throws IOException {
        begin();
        super.writeStartArray(forValue, size);
    }

    @Override
    public void writeEndArray() throws IOException {
        super.writeEndArray();
        names.end();
    }

    @Override
    public void writeArray(int[] array, int offset, int length) throws IOException {
        requireLevels(1);
        super.writeArray(array, offset, length);
    }

    @Override
    public void writeArray(long[] array, int offset, int length) throws IOException {
        requireLevels(1);
        super.writeArray(array, offset, length);
    }

    @Override
    public void writeArray(double[] array, int offset, int length) throws IOException {
        requireLevels(1);
        for (int i = offset; i < offset + length; i++) {
            requireFinite(array[i]);
        }
        super.writeArray(array, offset, length);
    }

    @Override
    public void writeArray(String[] array, int offset, int length) throws IOException {
        requireLevels(1);
        for (int i = offset; i < offset + length; i++) {
            requireText(array[i]);
        }
        super.writeArray(array, offset, length);
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        requireUnicode(name);
        requireNew(names.add(name), name);
        super.writeFieldName(name);
    }

    @Override
    public void writeFieldName(SerializableString name) throws IOException {
        requireNew(names.addDeclared(name.getValue()), name.getValue());
        super.writeFieldName(name);
    }

    @Override
    public void writeFieldId(long id) throws IOException {
        requireNew(names.add(Long.toString(id)), "");
        super.writeFieldId(id);
    }

    @Override
    public void writeNumber(double value) throws IOException {
        requireFinite(value);
        super.writeNumber(value);
    }

    @Override
    public void writeNumber(float value) throws IOException {
        requireFinite(value);
        super.writeNumber(value);
    }

    @Override
    public void writeNumber(BigDecimal value) throws IOException {
        requireDigits((long) value.precision() + DECIMAL_SIGNS);
        if (open > 0 && decimals == Decimals.LIKE_INTEGERS && value.scale() == 0) {
            super.writeNumber(value + "E0");
        } else {
            super.writeNumber(value);
        }
    }

    /** Numbers of classes that Jackson does not know are given as text, which may be anything. */
    @Override
    public void writeNumber(String text) throws IOException {
        try {
            writeNumber(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw unchecked();
        }
    }

    @Override
    public void writeNumber(char[] text, int offset, int length) throws IOException {
        writeNumber(new String(text, offset, length));
    }

    @Override
    public void writeNumber(BigInteger value) throws IOException {
        requireDigits(new BigDecimal(value).precision() + 1L);
        super.writeNumber(value);
    }

    @Override
    public void writeString(String text) throws IOException {
        requireText(text);
        super.writeString(text);
    }

    @Override
    public void writeString(char[] text, int offset, int length) throws IOException {
        requireText(new String(text, offset, length));
        super.writeString(text, offset, length);
    }

    @Override
    public void writeString(SerializableString text) throws IOException {
        requireText(text.getValue());
        super.writeString(text);
    }

    @Override
    public void writeString(Reader text, int length) throws IOException {
        throw unchecked();
    }

    @Override
    public void writeUTF8String(byte[] text, int offset, int length) throws IOException {
        throw unchecked();
    }

    @Override
    public void writeRawUTF8String(byte[] text, int offset, int length) throws IOException {
        throw unchecked();
    }

    @Override
    public void writeBinary(Base64Variant variant, byte[] data, int offset, int length) throws IOException {
        requireLength((length + 2L) / 3 * 4);
        super.writeBinary(variant, data, offset, length);
    }

    @Override
    public int writeBinary(Base64Variant variant, InputStream data, int length) throws IOException {
        throw unchecked();
    }

    @Override
    public void writeRaw(String text) throws IOException {
        throw unchecked();
    }

    @Override
    public void writeRaw(String text, int offset, int length) throws IOException {
        throw unchecked();
    }

    @Override
    public void writeRaw(SerializableString text) throws IOException {
        throw unchecked();
    }

    @Override
    public void writeRaw(char[] text, int offset, int length) throws IOException {
        throw unchecked();
    }

    @Override
    public void writeRaw(char c) throws IOException {
        throw unchecked();
    }

    @Override
    public void writeRawValue(String text) throws IOException {
        throw unchecked();
    }

    @Override
    public void writeRawValue(String text, int offset, int length) throws IOException {
        throw unchecked();
    }

    @Override
    public void writeRawValue(char[] text, int offset, int length) throws IOException {
        throw unchecked();
    }

    private void begin() throws Refused {
        requireLevels(1);
        names.begin();
    }

    private void requireNew(boolean added, String name) throws Refused {
        if (name.length() > readable.getMaxNameLength()) {
            throw new Refused("a key is longer than " + readable.getMaxNameLength() + " characters", this);
        }
        if (!added) {
            throw new Refused("a key is there twice", this);
        }
    }

    private Refused unchecked() {
        return new Refused(
                "something is written raw, and nobody checks that it can be read; write it as a value", this);
    }

    private void requireFinite(double value) throws Refused {
        if (!Double.isFinite(value)) {
            throw new Refused("a number is NaN or infinite, which JSON cannot say", this);
        }
    }

    private void requireDigits(long length) throws Refused {
        if (length > readable.getMaxNumberLength()) {
            throw new Refused("a number has more than " + readable.getMaxNumberLength() + " digits", this);
        }
    }

    private void requireText(String text) throws Refused {
        if (text != null) {
            requireUnicode(text);
            requireLength(text.length());
        }
    }

    private void requireLength(long length) throws Refused {
        if (length > readable.getMaxStringLength()) {
            throw new Refused("a text is longer than " + readable.getMaxStringLength() + " characters", this);
        }
    }

    private void requireUnicode(String text) throws Refused {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw new Refused("a text holds an unpaired surrogate at index " + i, this);
                }
                i++;
            }
        }
    }
}
