package org.synapse4j.mongocommon;

import java.time.Duration;
import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;

/**
 * The settings of a storage, in each layout the same. Immutable.
 *
 * <p>In the line of configuration they stand among the driver's options: {@code prefix}, {@code deadline} and {@code grace} (such as
 * {@code 500ms}, {@code 10s}, {@code 2m}) and {@code tags} ({@code indexed}, the default, or {@code none}), beside {@code layout}, and
 * {@code indexes} ({@code ensure}, the default, or {@code require}).
 *
 * @param prefix begins the name of each of its collections, so that several stores share a database
 * @param deadline how long a call, {@code close()} among them, or a step of a cursor, goes on trying: it ends within that and one second,
 *     whatever the server does. An append is sent in the first three quarters only; the last one is kept for finding out what became of it,
 *     if its answer is lost. {@code ensureIndexes()} and {@code prune()} have it for each of their steps. From a millisecond to 365 days
 * @param grace how long a slot may be missing before a reader or a conditional append writes a void into it, and how long a writer
 *     waits for a commit in flight in its way, 100 ms at most; from a millisecond to 365 days; a writer that is slower starts over
 * @param tags whether {@code ensureIndexes()} makes an index on tags
 */
public record MongoOptions(String prefix, Duration deadline, Duration grace, Tags tags) {
    /** What is made for queries by tag, and for conditions on tags. */
    public enum Tags {
        /** An index, in which only events with tags have entries, one for each tag: such a query walks over what has its tag. */
        INDEXED,
        /** Nothing: such a query looks at every event from where it begins. An index that is there is used all the same. */
        NONE
    }

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    /** @throws InvalidValueException if one is not as said, or the prefix not a letter and up to 39 letters, digits and {@code _} */
    public MongoOptions {
        Objects.requireNonNull(prefix, "prefix");
        if (!prefix.matches("[A-Za-z][A-Za-z0-9_]{0,39}")) {
            throw new InvalidValueException(
                    "prefix", "is '" + prefix + "'; it takes a letter, then up to 39 of A-Z a-z 0-9 _");
        }
        requireUsable("deadline", deadline);
        requireUsable("grace", grace);
        Objects.requireNonNull(tags, "tags");
    }

    /** The prefix {@code synapse}, a deadline of 30 seconds, a grace of one, tags that are indexed. */
    public static MongoOptions defaults() {
        return new MongoOptions("synapse", Duration.ofSeconds(30), Duration.ofSeconds(1), Tags.INDEXED);
    }

    /** These, with another prefix; refused as by the constructor, and so are the others. */
    public MongoOptions withPrefix(String other) {
        return new MongoOptions(other, deadline, grace, tags);
    }

    /** These, with another deadline. */
    public MongoOptions withDeadline(Duration other) {
        return new MongoOptions(prefix, other, grace, tags);
    }

    /** These, with another grace. */
    public MongoOptions withGrace(Duration other) {
        return new MongoOptions(prefix, deadline, other, tags);
    }

    /** These, with another choice about tags. */
    public MongoOptions withTags(Tags other) {
        return new MongoOptions(prefix, deadline, grace, other);
    }

    private static void requireUsable(String what, Duration duration) {
        Objects.requireNonNull(duration, what);
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new InvalidValueException(what, "is " + duration + "; it takes a millisecond to 365 days");
        }
    }
}
