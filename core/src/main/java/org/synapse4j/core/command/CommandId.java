package org.synapse4j.core.command;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.errors.InvalidValueException;

/**
 * The name of a command: a request's id, for instance. Immutable.
 *
 * @param value any text but a blank one, of at most {@value #MAX_LENGTH} characters
 */
public record CommandId(String value) {
    /** The most characters. */
    public static final int MAX_LENGTH = 256;

    /** What tells fresh ids of this process from those of others: 74 random bits, of which the lower ones are counted on. */
    private static final UUID RANDOM = UUID.randomUUID();

    private static final long PROCESS = 0x7000L | (RANDOM.getMostSignificantBits() & 0xfffL);
    private static final long FIRST = RANDOM.getLeastSignificantBits();
    private static final AtomicLong MADE = new AtomicLong();

    /** @throws InvalidValueException if it is blank or too long */
    public CommandId {
        if (Objects.requireNonNull(value, "command id").isBlank() || value.length() > MAX_LENGTH) {
            throw new InvalidValueException(
                    "command id", "is blank, or longer than " + MAX_LENGTH + " characters: " + value.length());
        }
    }

    public static CommandId of(String value) {
        return new CommandId(value);
    }

    /** A new id, the text of a UUID of version 7. It can be guessed: what follows from it is not secret, and not stored once. */
    public static CommandId fresh() {
        long low = (FIRST + MADE.getAndIncrement()) & 0x3fff_ffff_ffff_ffffL;
        return new CommandId(
                new UUID((System.currentTimeMillis() << 16) | PROCESS, low | 0x8000_0000_0000_0000L).toString());
    }

    /** The id of the commit that the command leads to: always the same for the same command id, in every process and release. */
    public CommitId commitId() {
        byte[] hash = sha256("synapse4j-command/" + value);
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        long high = (bytes.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
        long low = (bytes.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return CommitId.of(new UUID(high, low));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
