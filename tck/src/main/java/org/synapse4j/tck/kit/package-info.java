/**
 * What rules are written with: the mark of a rule, the store under test, samples, waiting, comparing. No rule belongs here, and nothing
 * that finds or runs rules. Not exported.
 */
@NullMarked
package org.synapse4j.tck.kit;

import org.jspecify.annotations.NullMarked;
