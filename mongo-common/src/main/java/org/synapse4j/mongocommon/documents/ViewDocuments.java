package org.synapse4j.mongocommon.documents;

import java.util.Objects;
import java.util.Optional;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Position;
import org.synapse4j.api.Revision;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.spi.support.ViewWrites;
import org.synapse4j.mongocommon.OddDocumentException;

/**
 * Views as documents, a tombstone without what a view has besides:
 *
 * <pre>{@code
 * { _id: "42", position: 1041, edition: 0, type: "Total", revision: "1", payload: {...} }
 * { _id: "43", position: 1043, edition: 0, tombstone: "deleted" }
 * }</pre>
 */
public final class ViewDocuments {
    private ViewDocuments() {}

    /** A view as it is stored. */
    public static RawBsonDocument document(ViewName name, View<OpaqueEvent> view) {
        RawBsonDocument document = document(view, JsonForm.NATIVE);
        if (RawDocuments.bytes(document) <= Documents.MOST_BYTES) {
            return document;
        }
        RawBsonDocument raw = document(view, JsonForm.RAW);
        if (RawDocuments.bytes(raw) > Documents.MOST_BYTES) {
            throw ViewWrites.tooLarge(name, view.key(), RawDocuments.bytes(raw), Documents.MOST_BYTES);
        }
        return raw;
    }

    private static RawBsonDocument document(View<OpaqueEvent> view, JsonForm form) {
        return RawDocuments.document(writer -> {
            writer.writeString(Fields.KEY, view.key());
            writer.writeInt64(Fields.POSITION, view.position().value());
            writer.writeInt64(Fields.EDITION, view.edition());
            if (view.state().isEmpty()) {
                writer.writeString(Fields.TOMBSTONE, LogDocument.DELETED);
                return;
            }
            OpaqueEvent state = view.state().get();
            writer.writeString(Fields.TYPE, state.schema().type().value());
            writer.writeString(Fields.REVISION, state.schema().revision().value());
            EventBson.writePayload(writer, state.payload(), form);
        });
    }

    /**
     * The view that a document says.
     *
     * @throws OddDocumentException if it says none
     */
    public static View<OpaqueEvent> view(RawBsonDocument document) {
        String key = null;
        try {
            Position position = null;
            long edition = 0;
            boolean tombstone = false;
            TypeName type = null;
            Revision revision = null;
            EventFields rest = new EventFields();
            for (Elements fields = Elements.of(document); fields.next(); ) {
                switch (fields.name()) {
                    case Fields.KEY -> key = fields.string();
                    case Fields.POSITION -> position = Position.of(fields.integer(0, Long.MAX_VALUE));
                    case Fields.EDITION -> edition = fields.integer(0, Long.MAX_VALUE);
                    case Fields.TOMBSTONE -> tombstone = true;
                    case Fields.TYPE -> type = TypeName.of(fields.string());
                    case Fields.REVISION -> revision = Revision.of(fields.string());
                    default -> rest.take(fields.name(), fields);
                }
            }
            return new View<>(
                    required(key, Fields.KEY),
                    required(position, Fields.POSITION),
                    edition,
                    tombstone
                            ? Optional.empty()
                            : Optional.of(new OpaqueEvent(
                                    new Schema(required(type, Fields.TYPE), required(revision, Fields.REVISION)),
                                    rest.payload(null))));
        } catch (RuntimeException odd) {
            throw new OddDocumentException("the view " + key, odd);
        }
    }

    private static <T> T required(@Nullable T value, String field) {
        return Objects.requireNonNull(value, () -> "The field " + field + " is missing");
    }
}
