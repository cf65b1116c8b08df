/**
 * All parts of an application, put together in one place, by {@link org.synapse4j.core.wiring.Wiring}. The top floor: it knows all others, and
 * does nothing that they do not offer.
 */
@NullMarked
package org.synapse4j.core.wiring;

import org.jspecify.annotations.NullMarked;
