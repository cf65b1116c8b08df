/**
 * A serialiser by XStream, for {@link org.synapse4j.api.EventStore}. What belongs here is how registered records become XML and
 * back, and XML as a tree. Names of types do not: those are in the registry of event types, which is the allow-list too.
 */
@NullMarked
package org.synapse4j.xstream;

import org.jspecify.annotations.NullMarked;
