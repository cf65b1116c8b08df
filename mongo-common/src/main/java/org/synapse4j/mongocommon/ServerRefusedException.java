package org.synapse4j.mongocommon;

import com.mongodb.MongoException;
import org.synapse4j.api.errors.PermanentException;

/** The server refused a command with an error that trying again will not change. Nothing of a refused commit was stored. */
public final class ServerRefusedException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /** @param call what was refused, as in {@code storing a commit} */
    public ServerRefusedException(String call, MongoException cause) {
        super("MongoDB refused with code " + cause.getCode() + ": " + call + ".", cause);
        this.code = cause.getCode();
    }

    /** The server's code of the error. */
    public int code() {
        return code;
    }
}
