package org.synapse4j.examples;

import org.junit.jupiter.api.Assumptions;
import org.synapse4j.mongotestservers.RealMongo;

/** The database {@code shop} on a real MongoDB. */
final class RealShop {
    private RealShop() {}

    /** The line that opens a store there; where there is no server, the test is aborted. */
    static String uri(String layout, String prefix) {
        String uri = RealMongo.single()
                .orElseGet(() -> Assumptions.abort("No real MongoDB is there: set MONGODB_URI or MONGOD"))
                .connectionString("shop");
        return uri + (uri.contains("?") ? "&" : "?") + "layout=" + layout + "&prefix=" + prefix;
    }
}
