/** What of {@code mongo-common} is measured beside other ways, and is nobody else's to call. */
@NullMarked
package org.synapse4j.mongocommon.internal;

import org.jspecify.annotations.NullMarked;
