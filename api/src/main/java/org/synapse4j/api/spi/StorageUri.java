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
import org.synapse4j.api.internal.NearMiss;

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
    /** More names than one looks through to find the one that was meant. */
    private static final int MANY = 10;

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
    private static final Pattern USER = Pattern.compile("^([^:]*:(?://)?).*@", Pattern.DOTALL);
    /** The rest of a user or a password that was cut at a {@code ?} of its own. */
    private static final Pattern CUT_USER = Pattern.compile("@[^?]*\\?|(?:^|&)[^=&]*@");

    private static final Pattern SECRET_OPTION = Pattern.compile(
            "([?&][^=&]*(?:password|secret|token|key|credential|properties)[^=&]*=)[^&]*", Pattern.CASE_INSENSITIVE);

    public StorageUri {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(rest, "rest");
        Objects.requireNonNull(options, "options");
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Takes a line apart.
     *
     * @throws ConfigurationException if it has no scheme; if an option has no name, is badly encoded or given twice; or if a user or
     *     password seems to hold a {@code ?}
     */
    public static StorageUri parse(String text) {
        Objects.requireNonNull(text, "uri");
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
            String query = text.substring(question + 1);
            if (CUT_USER.matcher(query).find()) {
                throw new ConfigurationException(
                        "Behind the first ? of " + scheme
                                + ": stands an @ and another ?, or an @ in the name of an option."
                                + " A ? in a user or a password is written %3F.",
                        List.of());
            }
            int number = 1;
            for (String pair : query.split("&", -1)) {
                addOption(scheme, number++, pair, options);
            }
        }
        return new StorageUri(text, scheme, rest, options);
    }

    /** The value of an option, if it is given. */
    public Optional<String> option(String name) {
        Objects.requireNonNull(name, "name");
        return Optional.ofNullable(options.get(name));
    }

    /**
     * The value of an option that must be given.
     *
     * @param examples lines that have it, for the message
     * @throws ConfigurationException if it is not given; it names another one that is written nearly like it
     */
    public String require(String name, Collection<String> examples) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(examples, "examples");
        return option(name)
                .orElseThrow(() -> new ConfigurationException(
                        "The option " + name + " is missing."
                                + NearMiss.of(name, options.keySet())
                                        .map(near -> " Is '" + near + "' to be that?")
                                        .orElse(""),
                        examples));
    }

    /**
     * Returns if every option is one of these.
     *
     * @throws ConfigurationException if one is not; it lists these, or, where they are many, the one that was probably meant
     */
    public void allowOnly(Collection<String> known) {
        Objects.requireNonNull(known, "known");
        for (String option : options.keySet()) {
            if (!known.contains(option)) {
                Optional<String> near = NearMiss.of(option, known);
                throw new ConfigurationException(
                        "Option '" + option + "' is not known to " + scheme + ":."
                                + (known.isEmpty() ? " It takes none." : "")
                                + near.map(name -> " Did you mean '" + name + "'?")
                                        .orElse(""),
                        known.size() > MANY && near.isPresent() ? List.of(near.get()) : known);
            }
        }
    }

    /**
     * Returns if nothing but this stands between scheme and options.
     *
     * @throws ConfigurationException if something else does
     */
    public void requireRest(String expected) {
        Objects.requireNonNull(expected, "expected");
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

    private static void addOption(String scheme, int number, String pair, Map<String, String> options) {
        if (pair.isEmpty()) {
            return;
        }
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw new ConfigurationException(
                    "Option " + number + " of " + scheme + ": is not of the form name=value.", List.of());
        }
        String name = decode("The name of option " + number + " of " + scheme + ":", pair.substring(0, equals));
        String value = decode("The value of option '" + name + "' of " + scheme + ":", pair.substring(equals + 1));
        if (options.putIfAbsent(name, value) != null) {
            throw new ConfigurationException("Option '" + name + "' is given twice.", List.of());
        }
    }

    private static String decode(String what, String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    what
                            + " is not percent-encoded as it should be: behind a % stand two of 0-9 and A-F, and a % itself is"
                            + " written %25.",
                    List.of(),
                    e);
        }
    }
}
