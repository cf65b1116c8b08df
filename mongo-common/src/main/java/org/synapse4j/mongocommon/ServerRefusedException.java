package org.synapse4j.mongocommon;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.PermanentException;

/**
 * The server refused a command with an error that trying again will not change: by a validator of the collection, an index that cannot take
 * the document, a unique index of the user's, a quota. Nothing of a refused commit was stored.
 */
public final class ServerRefusedException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final @Nullable String index;

    /** @param call what was refused, as in {@code storing a commit} */
    public ServerRefusedException(String call, MongoException cause) {
        this(call, Answer.of(cause), cause);
    }

    private ServerRefusedException(String call, Answer answer, MongoException cause) {
        super("MongoDB refused with code " + answer.code + ": " + call + ". It says: " + answer.text, cause);
        this.code = answer.code;
        this.index = answer.index;
    }

    /** The server's code of the error. */
    public int code() {
        return code;
    }

    /** The keys of the unique index that has such an entry already, where the server names them; its message may name an index too. */
    public Optional<String> index() {
        return Optional.ofNullable(index);
    }

    /** The server's own words, without those of the driver around them. */
    private record Answer(int code, String text, @Nullable String index) {
        static Answer of(MongoException error) {
            if (error instanceof MongoBulkWriteException bulk
                    && !bulk.getWriteErrors().isEmpty()) {
                var first = bulk.getWriteErrors().get(0);
                return new Answer(first.getCode(), first.getMessage(), index(first.getDetails()));
            }
            if (error instanceof MongoWriteException write) {
                var only = write.getError();
                return new Answer(only.getCode(), only.getMessage(), index(only.getDetails()));
            }
            if (error instanceof MongoCommandException command) {
                return new Answer(error.getCode(), command.getErrorMessage(), index(command.getResponse()));
            }
            return new Answer(error.getCode(), String.valueOf(error.getMessage()), null);
        }

        private static @Nullable String index(BsonDocument details) {
            BsonValue keys = details.get("keyPattern");
            return keys == null ? null : keys.toString();
        }
    }
}
