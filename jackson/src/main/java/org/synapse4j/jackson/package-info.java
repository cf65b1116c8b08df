/**
 * Serialisers by Jackson, JSON and CBOR, for {@link org.synapse4j.api.EventStore}. What belongs here is how objects become
 * JSON and back, JSON as a tree, and JSON that is at hand as BSON. Where the JSON is kept does not, and neither do names of types:
 * those are in the registry of event types.
 */
@NullMarked
package org.synapse4j.jackson;

import org.jspecify.annotations.NullMarked;
