/** Tests of serialisers, converters and upcasters as an event store joins them; on the class path, as most applications. */
@NullMarked
package org.synapse4j.serialization;

import org.jspecify.annotations.NullMarked;
