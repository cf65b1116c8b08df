package org.synapse4j.tck.kit;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON text read as a sequence of tokens. A storage may write the JSON that it was given in another way, so payloads in JSON
 * are compared by their tokens: strings without regard to escapes, numbers by value and scale, nothing by white space. The
 * order of keys, and keys that stand twice, count. Depth costs no stack.
 */
final class JsonTokens {
    private static final Pattern NUMBER =
            Pattern.compile("-?+(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+");
    private static final Pattern LITERAL = Pattern.compile("true|false|null");

    private final String json;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;

    private JsonTokens(String json) {
        this.json = json;
    }

    /** The tokens, written in one way: equal for two texts if and only if their tokens are; empty if the text is not JSON. */
    static Optional<String> normalised(String json) {
        JsonTokens tokens = new JsonTokens(json);
        try {
            tokens.read();
        } catch (NotJson e) {
            return Optional.empty();
        }
        return Optional.of(tokens.out.toString());
    }

    private void read() {
        do {
            value();
        } while (another());
        if (at < json.length()) {
            throw new NotJson();
        }
    }

    /** A scalar, an empty object or list, or the beginning of another one up to where its first value begins. */
    private void value() {
        char first = peek();
        while (first == '{' || first == '[') {
            open.push(first == '{' ? '}' : ']');
            take(first);
            if (peek() == open.element()) {
                take(open.pop());
                return;
            }
            key();
            first = peek();
        }
        if (first == '"') {
            string();
        } else if (first == '-' || (first >= '0' && first <= '9')) {
            out.append(number(match(NUMBER)));
        } else {
            out.append(match(LITERAL));
        }
    }

    /** Whether another value follows; closes what ends before it. */
    private boolean another() {
        skipSpace();
        while (!open.isEmpty()) {
            if (peek() == ',') {
                take(',');
                key();
                return true;
            }
            take(open.pop());
            skipSpace();
        }
        return false;
    }

    /** A key and its colon, if the innermost thing open is an object. */
    private void key() {
        if (open.element() == '}') {
            peek();
            string();
            peek();
            take(':');
        }
    }

    private void string() {
        take('"');
        while (json.charAt(require(at)) != '"') {
            char c = json.charAt(at++);
            if (c < ' ') {
                throw new NotJson();
            }
            write(c == '\\' ? escaped() : c);
        }
        take('"');
    }

    private char escaped() {
        char c = json.charAt(require(at++));
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                require(at - 1);
                yield hexadecimal(json.substring(at - 4, at));
            }
            default -> throw new NotJson();
        };
    }

    private static char hexadecimal(String digits) {
        int code = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            int value = digit < 0x80 ? Character.digit(digit, 16) : -1;
            if (value < 0) {
                throw new NotJson();
            }
            code = code * 16 + value;
        }
        return (char) code;
    }

    private static String number(String text) {
        try {
            return new BigDecimal(text).toString();
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private void write(char c) {
        if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
            out.append(c);
        } else {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
    }

    private String match(Pattern pattern) {
        Matcher matcher = pattern.matcher(json).region(at, json.length());
        if (!matcher.lookingAt()) {
            throw new NotJson();
        }
        at = matcher.end();
        return matcher.group();
    }

    private char peek() {
        skipSpace();
        return json.charAt(require(at));
    }

    private void take(char wanted) {
        if (json.charAt(require(at)) != wanted) {
            throw new NotJson();
        }
        at++;
        out.append(wanted);
    }

    private void skipSpace() {
        while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    private int require(int index) {
        if (index >= json.length()) {
            throw new NotJson();
        }
        return index;
    }

    private static final class NotJson extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotJson() {
            super(null, null, false, false);
        }
    }
}
