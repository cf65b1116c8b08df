package org.synapse4j.jackson;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A decimal128 in binary integer decimals (IEEE 754-2008): a sign, an exponent of 14 bits, and an integer. */
final class BsonDecimal {
    private static final long NOT_FINITE = 0x7800_0000_0000_0000L;

    /** With these, the integer is one that is too large, which counts as zero, and the exponent is two bits lower. */
    private static final long LARGE = 0x6000_0000_0000_0000L;

    private static final int EXPONENT_BITS = 49;
    private static final int EXPONENT_MASK = 0x3fff;
    private static final int EXPONENT_BIAS = 6176;

    private BsonDecimal() {}

    /** Its value and its scale; null if JSON has none: NaN, the infinities, and zeroes below zero, which decimals do not have. */
    static @Nullable BigDecimal decode(long low, long high) {
        if ((high & NOT_FINITE) == NOT_FINITE) {
            return null;
        }
        boolean large = (high & LARGE) == LARGE;
        int scale = EXPONENT_BIAS - ((int) (high >>> (large ? EXPONENT_BITS - 2 : EXPONENT_BITS)) & EXPONENT_MASK);
        long top = large ? 0 : high & (1L << EXPONENT_BITS) - 1;
        long bottom = large ? 0 : low;
        boolean negative = high < 0;
        if (top == 0 && bottom >= 0) {
            return negative && bottom == 0 ? null : BigDecimal.valueOf(negative ? -bottom : bottom, scale);
        }
        byte[] magnitude =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(top).putLong(bottom).array();
        return new BigDecimal(new BigInteger(negative ? -1 : 1, magnitude), scale);
    }
}
