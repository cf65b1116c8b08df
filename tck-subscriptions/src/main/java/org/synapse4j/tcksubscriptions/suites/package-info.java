/** The rules SUBSCRIBE, and the shop that they are tested on. Nothing here knows how a test runs. */
@NullMarked
package org.synapse4j.tcksubscriptions.suites;

import org.jspecify.annotations.NullMarked;
