/**
 * The one bridge between JSON text and BSON. Fields and documents of ours do not belong here: a value that passes means nothing to
 * it.
 */
@NullMarked
package org.synapse4j.mongocommon.bson;

import org.jspecify.annotations.NullMarked;
