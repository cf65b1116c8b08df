/** Tests of the real servers; those that need one say aloud where there is none. */
@NullMarked
package org.synapse4j.mongotestservers;

import org.jspecify.annotations.NullMarked;
