/** The test that a storage extends to be certified for subscriptions. What a storage does by itself is the TCK's; the suites have a package of their own. */
@NullMarked
package org.synapse4j.tcksubscriptions;

import org.jspecify.annotations.NullMarked;
