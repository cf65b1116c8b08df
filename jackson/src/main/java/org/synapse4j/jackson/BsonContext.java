package org.synapse4j.jackson;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.json.DupDetector;
import com.fasterxml.jackson.core.json.JsonReadContext;
import org.jspecify.annotations.Nullable;

/** A document or array that is open. Made once for each level, and used again. For one thread. */
final class BsonContext extends JsonReadContext {
    private final @Nullable BsonContext outer;
    private @Nullable BsonContext inner;
    private int start;
    private int outerEnd;

    private BsonContext(@Nullable BsonContext outer, int depth, @Nullable DupDetector names) {
        super(outer, depth, names, TYPE_ROOT, -1, -1);
        this.outer = outer;
    }

    static BsonContext root(@Nullable DupDetector names) {
        return new BsonContext(null, 0, names);
    }

    /**
     * The context of what is inside of this one.
     *
     * @param startsAt where it begins
     * @param endOfThis where this one ends
     */
    BsonContext open(boolean array, int startsAt, int endOfThis) {
        BsonContext opened = inner;
        if (opened == null) {
            opened = new BsonContext(this, getNestingDepth() + 1, _dups == null ? null : _dups.child());
            inner = opened;
        }
        opened.reset(array ? TYPE_ARRAY : TYPE_OBJECT, -1, -1);
        opened.start = startsAt;
        opened.outerEnd = endOfThis;
        return opened;
    }

    /** The context around this one. */
    BsonContext close() {
        clearAndGetParent();
        return outer == null ? this : outer;
    }

    /** Where that ends. */
    int outerEnd() {
        return outerEnd;
    }

    @Override
    public JsonLocation startLocation(ContentReference source) {
        return BsonException.location(start);
    }
}
