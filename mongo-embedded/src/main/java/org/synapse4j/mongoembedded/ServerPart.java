package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A part of the server that answers commands. */
interface ServerPart {
    /**
     * Answers the command; empty hangs up instead.
     *
     * @param connected whether its connection is still wanted
     * @throws InterruptedException if the connection is not wanted any more
     */
    Optional<Document> handle(Request request, BooleanSupplier connected) throws InterruptedException;
}
