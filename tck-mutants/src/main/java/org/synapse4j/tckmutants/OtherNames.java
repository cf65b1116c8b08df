package org.synapse4j.tckmutants;

import java.util.function.UnaryOperator;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Part;

/** Stores each stream under what it makes of the stream's id. */
final class OtherNames extends DelegatingStorage {
    private final UnaryOperator<String> id;

    OtherNames(StorageStrategy right, UnaryOperator<String> id) {
        super(right);
        this.id = id;
    }

    @Override
    public AppendResult append(CommitId commitId, Part append) {
        return super.append(commitId, new Part(named(append.stream()), append.expected(), append.events()));
    }

    @Override
    public Cursor<StoredSerializedEvent> read(StreamRead read) {
        return super.read(new StreamRead(named(read.stream()), read.from(), read.to(), read.limit(), read.direction()));
    }

    @Override
    public StreamHead head(StreamId stream) {
        StreamHead head = super.head(named(stream));
        return new StreamHead(stream, head.version(), head.exists(), head.position());
    }

    private StreamId named(StreamId stream) {
        return StreamId.of(stream.category(), id.apply(stream.id()));
    }
}
