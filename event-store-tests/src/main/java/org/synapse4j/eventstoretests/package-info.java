/**
 * Tests of an event store with all that it joins: serialisers, converters, upcasters and every storage, on the class path, as most
 * applications. The broken serialisers belong here too. What a storage or a serialiser does alone does not: its own module, or the
 * rules of the TCK, test that.
 */
@NullMarked
package org.synapse4j.eventstoretests;

import org.jspecify.annotations.NullMarked;
