/**
 * The interfaces that an adapter implements: {@link org.synapse4j.api.spi.StorageStrategy}, in serialised events, in one small interface for
 * each capability. An adapter has no business with application objects, serialisers or type registries: those stop at {@link
 * org.synapse4j.api.EventStore}.
 *
 * <p>To write an adapter, read the {@code in-memory} module, implement {@link org.synapse4j.api.spi.StreamStorage}, run the
 * TCK, then add one capability after the other.
 */
@NullMarked
package org.synapse4j.api.spi;

import org.jspecify.annotations.NullMarked;
