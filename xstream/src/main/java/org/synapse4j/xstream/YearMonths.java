package org.synapse4j.xstream;

import com.thoughtworks.xstream.converters.basic.AbstractSingleValueConverter;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/** Months of years, with a sign from year 10000 on: {@link YearMonth#parse} wants it, and {@link YearMonth#toString} leaves it out. */
final class YearMonths extends AbstractSingleValueConverter {
    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4, 10, SignStyle.EXCEEDS_PAD)
            .appendLiteral('-')
            .appendValue(ChronoField.MONTH_OF_YEAR, 2)
            .toFormatter();

    @Override
    @SuppressWarnings("rawtypes") // as XStream declares it
    public boolean canConvert(@Nullable Class type) {
        return type == YearMonth.class;
    }

    @Override
    public String toString(Object month) {
        return FORM.format((YearMonth) month);
    }

    @Override
    public Object fromString(String text) {
        return YearMonth.parse(text, FORM);
    }
}
