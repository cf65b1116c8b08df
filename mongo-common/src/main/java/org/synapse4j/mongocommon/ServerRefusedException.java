package org.synapse4j.mongocommon;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import org.synapse4j.api.errors.PermanentException;

/** The server refused a command with an error that trying again will not change. Nothing of a refused commit was stored. */
public final class ServerRefusedException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /** @param call what was refused, as in {@code storing a commit} */
    public ServerRefusedException(String call, MongoException cause) {
        this(call, Answer.of(cause), cause);
    }

    private ServerRefusedException(String call, Answer answer, MongoException cause) {
        super("MongoDB refused with code " + answer.code + ": " + call + ". It says: " + answer.text, cause);
        this.code = answer.code;
    }

    /** The server's code of the error. */
    public int code() {
        return code;
    }

    /** What the server said, without what the driver says around it. */
    private record Answer(int code, String text) {
        static Answer of(MongoException error) {
            if (error instanceof MongoBulkWriteException bulk
                    && !bulk.getWriteErrors().isEmpty()) {
                var first = bulk.getWriteErrors().get(0);
                return new Answer(first.getCode(), first.getMessage());
            }
            return new Answer(
                    error.getCode(),
                    error instanceof MongoCommandException command
                            ? command.getErrorMessage()
                            : String.valueOf(error.getMessage()));
        }
    }
}
