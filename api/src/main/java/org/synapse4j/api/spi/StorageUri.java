package org.synapse4j.api.spi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.synapse4j.api.errors.ConfigurationException;

/**
 * The one line of configuration, taken apart: {@code scheme:rest?option=value&option=value}. Immutable. Its {@link
 * #toString()} hides what stands before an {@code @}, and the values of options named after passwords, keys and tokens; {@link
 * #text()} does not.
 *
 * @param text the line as it was written, credentials included
 * @param scheme what stands before the first colon, in lower case
 * @param rest what stands between the scheme and the options, as it was written
 * @param options the options by name, decoded, in order
 */
public record StorageUri(String text, String scheme, String rest, Map<String, String> options) {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
    private static final Pattern USER = Pattern.compile("^([^:]*:(?://)?).*@", Pattern.DOTALL);
    private static final Pattern SECRET_OPTION = Pattern.compile(
            "([?&][^=&]*(?:password|secret|token|key|credential|properties)[^=&]*=)[^&]*", Pattern.CASE_INSENSITIVE);

    public StorageUri {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(rest, "rest");
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Takes a line apart.
     *
     * @throws ConfigurationException if it has no scheme, or an option without a name, badly encoded or given twice
     */
    public static StorageUri parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || !SCHEME.matcher(text.substring(0, colon)).matches()) {
            throw new ConfigurationException(
                    "A storage is named by scheme:rest?options, such as memory:; this line has no scheme.", List.of());
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        int question = text.indexOf('?', colon);
        String rest = question < 0 ? text.substring(colon + 1) : text.substring(colon + 1, question);
        Map<String, String> options = new LinkedHashMap<>();
        if (question >= 0) {
            for (String pair : text.substring(question + 1).split("&", -1)) {
                addOption(scheme, pair, options);
            }
        }
        return new StorageUri(text, scheme, rest, options);
    }

    /** The value of an option, if it is given. */
    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /**
     * Returns if every option is one of these.
     *
     * @throws ConfigurationException if one is not; it lists these
     */
    public void allowOnly(Collection<String> known) {
        for (String option : options.keySet()) {
            if (!known.contains(option)) {
                throw new ConfigurationException(
                        "Option '" + option + "' is not known to " + scheme + ":."
                                + (known.isEmpty() ? " It takes none." : ""),
                        known);
            }
        }
    }

    /**
     * Returns if nothing but this stands between scheme and options.
     *
     * @throws ConfigurationException if something else does
     */
    public void requireRest(String expected) {
        if (!rest.equals(expected)) {
            throw new ConfigurationException(
                    "Between '" + scheme + ":' and the options stands what does not belong there.",
                    List.of(scheme + ":" + expected));
        }
    }

    @Override
    public String toString() {
        String withoutUser = USER.matcher(text).replaceFirst("$1***@");
        return SECRET_OPTION.matcher(withoutUser).replaceAll("$1***");
    }

    private static void addOption(String scheme, String pair, Map<String, String> options) {
        if (pair.isEmpty()) {
            return;
        }
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw new ConfigurationException("An option of " + scheme + ": is not of the form name=value.", List.of());
        }
        String name = decode(scheme, pair.substring(0, equals));
        if (options.putIfAbsent(name, decode(scheme, pair.substring(equals + 1))) != null) {
            throw new ConfigurationException("Option '" + name + "' is given twice.", List.of());
        }
    }

    private static String decode(String scheme, String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "An option of " + scheme + ": is not percent-encoded as it should be.", List.of(), e);
        }
    }
}
