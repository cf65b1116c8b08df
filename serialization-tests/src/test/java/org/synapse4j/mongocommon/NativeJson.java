package org.synapse4j.mongocommon;

import org.bson.BsonType;

/** What MongoDB storages make of native BSON when somebody asks for text: it lies in this package, since it is nobody else's. */
public final class NativeJson {
    private NativeJson() {}

    /** The JSON text of a document. */
    public static String text(byte[] document) {
        return JsonBson.read((byte) BsonType.DOCUMENT.getValue(), document, 0);
    }
}
