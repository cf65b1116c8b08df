package org.synapse4j.api;

import java.util.Objects;

/** The demand of an append on a stream before it stores anything. Immutable. */
public sealed interface ExpectedVersion {
    /** Nothing: concurrent appends all land, one after the other. */
    static ExpectedVersion any() {
        return Any.ANY;
    }

    /** That the stream never was, or was deleted. */
    static ExpectedVersion noStream() {
        return NoStream.NO_STREAM;
    }

    /** That the stream has a version and was not deleted since. */
    static ExpectedVersion streamExists() {
        return StreamExists.STREAM_EXISTS;
    }

    /** That this is the stream's version: the last one assigned, 0 for a stream that never was, also that of a deleted one. */
    static ExpectedVersion exactly(long version) {
        return new Exactly(Version.of(version));
    }

    /** That this is the stream's version. */
    static ExpectedVersion exactly(Version version) {
        return new Exactly(version);
    }

    /** Whether a stream that ends here is as demanded. */
    boolean isMetBy(StreamHead head);

    /** See {@link ExpectedVersion#any()}. */
    enum Any implements ExpectedVersion {
        ANY;

        @Override
        public boolean isMetBy(StreamHead head) {
            Objects.requireNonNull(head, "head");
            return true;
        }

        @Override
        public String toString() {
            return "any version";
        }
    }

    /** See {@link ExpectedVersion#noStream()}. */
    enum NoStream implements ExpectedVersion {
        NO_STREAM;

        @Override
        public boolean isMetBy(StreamHead head) {
            return !Objects.requireNonNull(head, "head").exists();
        }

        @Override
        public String toString() {
            return "no stream";
        }
    }

    /** See {@link ExpectedVersion#streamExists()}. */
    enum StreamExists implements ExpectedVersion {
        STREAM_EXISTS;

        @Override
        public boolean isMetBy(StreamHead head) {
            return Objects.requireNonNull(head, "head").exists();
        }

        @Override
        public String toString() {
            return "that the stream exists";
        }
    }

    /**
     * See {@link ExpectedVersion#exactly(long)}.
     *
     * @param version the version demanded
     */
    record Exactly(Version version) implements ExpectedVersion {
        public Exactly {
            Objects.requireNonNull(version, "expected version");
        }

        @Override
        public boolean isMetBy(StreamHead head) {
            return Objects.requireNonNull(head, "head").version().equals(version);
        }

        @Override
        public String toString() {
            return "exactly version " + version;
        }
    }
}
