package org.synapse4j.jackson;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Refuses what could not be read back, at the place where it would be written: numbers that JSON does not have, text that UTF-8
 * does not have, and what is longer than a reader takes.
 */
final class StrictGenerator extends JsonGeneratorDelegate {
    /** What a decimal's text has at most besides its digits: sign, point, exponent. */
    private static final int DECIMAL_SIGNS = 16;

    private final StreamReadConstraints readable;
    private final boolean decimalsStay;

    /** @param decimalsStay whether a decimal without a fraction is written so that it is none of the integers */
    StrictGenerator(JsonGenerator target, StreamReadConstraints readable, boolean decimalsStay) {
        super(target, false);
        this.readable = readable;
        this.decimalsStay = decimalsStay;
    }

    /** What was refused. Its message shows no contents. */
    static final class Refused extends JsonGenerationException {
        private static final long serialVersionUID = 1L;

        Refused(String problem, JsonGenerator generator) {
            super(problem, generator);
        }
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
    public void writeArray(double[] array, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            requireFinite(array[i]);
        }
        super.writeArray(array, offset, length);
    }

    @Override
    public void writeNumber(BigDecimal value) throws IOException {
        requireDigits((long) value.precision() + DECIMAL_SIGNS);
        if (decimalsStay && value.scale() == 0) {
            super.writeNumber(value + "E0");
        } else {
            super.writeNumber(value);
        }
    }

    @Override
    public void writeNumber(BigInteger value) throws IOException {
        requireDigits(new BigDecimal(value).precision() + 1L);
        super.writeNumber(value);
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        requireUnicode(name);
        if (name.length() > readable.getMaxNameLength()) {
            throw new Refused("a key is longer than " + readable.getMaxNameLength() + " characters", this);
        }
        super.writeFieldName(name);
    }

    @Override
    public void writeString(String text) throws IOException {
        if (text != null) {
            requireUnicode(text);
        }
        super.writeString(text);
    }

    @Override
    public void writeString(char[] text, int offset, int length) throws IOException {
        requireUnicode(new String(text, offset, length));
        super.writeString(text, offset, length);
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
