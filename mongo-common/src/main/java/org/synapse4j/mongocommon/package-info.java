/**
 * The classes that users of either MongoDB strategy meet: the storage, its options, an error, BSON as a representation. How it works does not
 * belong here: that is the package {@code internal}.
 */
@NullMarked
package org.synapse4j.mongocommon;

import org.jspecify.annotations.NullMarked;
