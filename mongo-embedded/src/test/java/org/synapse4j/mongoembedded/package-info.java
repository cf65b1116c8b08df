/** Tests of the embedded server by the real driver, and of the backend without its wrapper where that must fail. */
@NullMarked
package org.synapse4j.mongoembedded;

import org.jspecify.annotations.NullMarked;
