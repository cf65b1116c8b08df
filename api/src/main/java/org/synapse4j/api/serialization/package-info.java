/**
 * How an application's objects become payloads and back: the registry of event types, the SPI of serialisers and of converters
 * between representations, and upcasting. No serialiser itself belongs here: each is a module of its own.
 */
@NullMarked
package org.synapse4j.api.serialization;

import org.jspecify.annotations.NullMarked;
